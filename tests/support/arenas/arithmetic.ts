import { type ArenaKind, arenaOf } from "./arena.ts";
import { diceFor, times } from "./dice.ts";
import { padded, withCommas } from "./dirt.ts";
import { goods } from "./words.ts";

const name = "order-lines";

export const arithmetic: ArenaKind = {
  name,
  solvable: true,
  about: "a sum between columns: quantity times price less a discount that may be blank",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const lines = times(200, (at) => ({
      line: `${3_000 + at}`,
      item: dice.pick(goods),
      quantity: dice.between(1, 40),
      twentyCents: dice.between(4, 2_000), // so that every sum is whole cents
      discount: dice.pick([0, 0, 5, 10, 25]),
    }));
    return arenaOf({
      name,
      goal: "What each order line comes to.",
      columns: { line: "text", item: "text", quantity: "number", gross: "number", net: "number" },
      required: ["line", "net"],
      inputs: {
        "lines.csv": lines.map(({ line, item, quantity, twentyCents, discount }) => ({
          line,
          item: padded(dice, item),
          quantity: dice.chance(0.2) ? `${quantity} pcs` : quantity,
          unit_price: `${dice.pick(["", "$"])}${withCommas(twentyCents / 5)}`,
          discount: discount === 0 ? dice.pick(["", "0%", "-"]) : `${discount}%`,
        })),
      },
      gold: lines.map(({ line, item, quantity, twentyCents, discount }) => ({
        line,
        item,
        quantity,
        gross: (quantity * twentyCents) / 5,
        net: (quantity * twentyCents * (100 - discount)) / 500,
      })),
    });
  },
};
