import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { mistyped, padded } from "./dirt.ts";
import { places } from "./words.ts";

const name = "clinic-visits";
const kinds = ["Eye Care", "Dental Surgery", "Physiotherapy", "Heart Unit", "Hearing Aids"];

export const usual: ArenaKind = {
  name,
  solvable: true,
  about: "typos that only the other rows settle: the usual city of a zip code, name of a provider",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const zips = dice.shuffled(places).slice(0, 16);
    const providers = times(14, (at) => ({
      provider: `10${340 + at * 17}`,
      clinic: `${dice.pick(zips).city} ${dice.pick(kinds)}`,
      place: dice.pick(zips),
    }));
    const visits = times(360, (at) => ({
      visit: `V${88_000 + at}`,
      ...dice.pick(providers),
      patients: dice.between(1, 240),
    }));
    const typed = (text: string): string =>
      padded(dice, dice.chance(0.1) ? mistyped(dice, text) : text, 0.08);
    return arenaOf({
      name,
      goal: "Visits with every clinic and city spelt as it should be.",
      columns: {
        visit: "text",
        provider: "text",
        clinic: "text",
        city: "text",
        state: "text",
        zip: "text",
        patients: "number",
      },
      required: ["visit", "clinic", "city"],
      inputs: {
        "visits.csv": visits.map(({ visit, provider, clinic, place, patients }) => ({
          visit,
          provider,
          clinic: typed(clinic),
          city: typed(place.city),
          state: dice.chance(0.1) ? place.state.toLowerCase() : place.state,
          zip: place.zip,
          patients: dice.chance(0.2) ? `${patients} patients` : patients,
        })),
      },
      gold: visits.map(({ visit, provider, clinic, place, patients }) => ({
        visit,
        provider,
        clinic,
        city: place.city,
        state: place.state,
        zip: place.zip,
        patients,
      })),
    });
  },
};
