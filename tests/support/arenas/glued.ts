import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { padded, withCommas } from "./dirt.ts";
import { places } from "./words.ts";

const name = "store-places";

export const glued: ArenaKind = {
  name,
  solvable: true,
  about: "the state glued to the city: PortlandOR, San DiegoCA 92101, Walla Walla, WA",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const stores = times(210, (at) => ({
      code: `S${String(at + 1).padStart(3, "0")}`,
      ...dice.pick(places),
      hasZip: dice.chance(0.4),
      takings: dice.between(4_000, 2_400_000) / 100,
    }));
    return arenaOf({
      name,
      goal: "City, state and zip code of each store in columns of their own.",
      columns: { store: "text", city: "text", state: "text", zip: "text", takings: "number" },
      required: ["store", "city", "state"],
      inputs: {
        "stores.csv": stores.map(({ code, city, state, zip, hasZip, takings }) => ({
          store: code,
          place: padded(
            dice,
            city +
              dice.pick(["", "", "", " ", ", "]) +
              state +
              (hasZip ? dice.pick([" ", "", " "]) + zip : ""),
          ),
          takings: dice.pick(["", "$", "USD "]) + withCommas(takings),
        })),
      },
      gold: stores.map(({ code, city, state, zip, hasZip, takings }) => ({
        store: code,
        city,
        state,
        zip: hasZip ? zip : null,
        takings,
      })),
    });
  },
};
