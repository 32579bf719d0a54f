import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { padded } from "./dirt.ts";
import { firstNames, lastNames, places } from "./words.ts";

const name = "donor-letters";
const streets = ["Elm St", "Harbor Ave", "Mill Rd", "Old Post Ln", "Sunset Blvd", "Ferry Way"];

export const merge: ArenaKind = {
  name,
  solvable: true,
  about: "several columns into one: full names, address lines, phone numbers; parts may be missing",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const donors = times(200, (at) => ({
      id: String(7_001 + at),
      first: dice.pick(firstNames),
      middle: dice.chance(0.45) ? dice.pick([..."ABCDEFGHJKLMR"]) : "",
      last: dice.pick(lastNames),
      house: String(dice.between(1, 990)),
      street: dice.pick(streets),
      apartment: dice.chance(0.35) ? dice.pick([..."123456789"]) : "",
      place: dice.pick(places),
      phone: [dice.between(201, 989), dice.between(200, 999), dice.between(1_000, 9_999)].map(
        String,
      ),
    }));
    return arenaOf({
      name,
      goal: "Name, address and phone as they are printed on a letter of thanks.",
      columns: { donor: "text", full_name: "text", address: "text", town: "text", phone: "text" },
      required: ["donor", "full_name"],
      inputs: {
        "donors.csv": donors.map((one) => ({
          donor: one.id,
          last: padded(dice, dice.chance(0.2) ? one.last.toUpperCase() : one.last),
          first: padded(dice, one.first),
          mi: one.middle,
          house_no: one.house,
          street: padded(dice, one.street),
          apt: one.apartment,
          city: one.place.city,
          state: dice.chance(0.2) ? one.place.state.toLowerCase() : one.place.state,
          zip: one.place.zip,
          area: one.phone[0] ?? "",
          number: one.phone.slice(1).join(dice.pick(["-", "-", " ", "."])),
        })),
      },
      gold: donors.map((one) => ({
        donor: one.id,
        full_name: [one.first, one.middle && `${one.middle}.`, one.last].filter(Boolean).join(" "),
        address: `${one.house} ${one.street}${one.apartment && `, Apt ${one.apartment}`}`,
        town: `${one.place.city}, ${one.place.state} ${one.place.zip}`,
        phone: `(${one.phone[0]}) ${one.phone.slice(1).join("-")}`,
      })),
    });
  },
};
