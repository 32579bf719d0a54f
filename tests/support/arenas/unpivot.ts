import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { padded, withCommas } from "./dirt.ts";
import { places } from "./words.ts";

const name = "monthly-sales";
const months = times(12, (at) => `2024-${String(at + 1).padStart(2, "0")}`);

export const unpivot: ArenaKind = {
  name,
  solvable: true,
  about: "a column for each month becomes a row for each month; closed months have no row",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const stores = times(30, (at) => ({
      store: `Store ${at + 11}`,
      city: dice.pick(places).city,
      sold: new Map(
        months.map((month) => [month, dice.chance(0.12) ? null : dice.between(12, 4_800)]),
      ),
    }));
    return arenaOf({
      name,
      goal: "Units sold by store and month.",
      columns: { store: "text", city: "text", month: "text", units: "number" },
      required: ["store", "month", "units"],
      inputs: {
        "sales_by_month.csv": stores.map(({ store, city, sold }) => ({
          store,
          city: padded(dice, city),
          ...Object.fromEntries(
            [...sold].map(([month, units]) => [
              month,
              units === null ? dice.pick(["", "-", "closed"]) : withCommas(units, 0),
            ]),
          ),
        })),
      },
      gold: stores.flatMap(({ store, city, sold }) =>
        [...sold].flatMap(([month, units]) =>
          units === null ? [] : [{ store, city, month, units }],
        ),
      ),
    });
  },
};
