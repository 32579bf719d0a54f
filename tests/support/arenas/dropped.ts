import { type ArenaKind, arenaOf } from "./arena.ts";
import { type Dice, diceFor, times } from "./dice.ts";
import { padded, withCommas } from "./dirt.ts";
import { firstNames, goods, lastNames } from "./words.ts";

const name = "till-report";

const makeSale = (dice: Dice, at: number) => ({
  order: `${61_000 + at}`,
  customer: `${dice.pick(firstNames)} ${dice.pick(lastNames)}`,
  item: dice.pick(goods),
  quantity: dice.chance(0.06) ? -1 : dice.between(1, 12),
  cents: dice.between(190, 24_000),
  state: dice.pick(["shipped", "shipped", "ready", "picked"]),
});
type Sale = ReturnType<typeof makeSale>;

const written = (dice: Dice, sale: Sale) => ({
  order: sale.order,
  customer: padded(dice, sale.customer),
  item: sale.item,
  qty: String(sale.quantity),
  amount: `${dice.pick(["", "$"])}${withCommas((sale.quantity * sale.cents) / 100)}`,
  state: dice.chance(0.2) ? sale.state.toUpperCase() : sale.state,
});
type Line = ReturnType<typeof written>;

const cancelled = (dice: Dice, at: number): Line => ({
  ...written(dice, makeSale(dice, at)),
  state: dice.pick(["cancelled", "Cancelled", "CANCELLED", "cancelled "]),
});

const trial = (dice: Dice, at: number): Line => ({
  ...written(dice, makeSale(dice, at)),
  order: `TEST-${at}`,
});

const blankLine: Line = { order: "", customer: "", item: "", qty: "", amount: "", state: "" };
const header: Line = {
  order: "order",
  customer: "customer",
  item: "item",
  qty: "qty",
  amount: "amount",
  state: "state",
};

export const dropped: ArenaKind = {
  name,
  solvable: true,
  about: "rows that leave: cancelled and test orders, day totals, headers printed again",
  make: (seed) => {
    const dice = diceFor(name, seed);
    const days = times(20, (day) =>
      times(dice.between(8, 13), (at) => makeSale(dice, day * 100 + at)),
    );
    const lines = days.flatMap((sales, day) => {
      const noise = [
        ...times(dice.between(1, 3), (at) => cancelled(dice, day * 100 + 50 + at)),
        ...times(dice.between(1, 2), (at) => trial(dice, day * 100 + 70 + at)),
      ];
      const total = sales.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
      return [
        ...(day === 0 ? [] : [header]),
        ...mixedIn(
          dice,
          sales.map((sale) => written(dice, sale)),
          noise,
        ),
        { ...blankLine, order: "Day total", amount: withCommas(total / 100) },
        blankLine,
      ];
    });
    return arenaOf({
      name,
      goal: "The orders of a till report, without what is no order.",
      columns: {
        order: "text",
        customer: "text",
        item: "text",
        qty: "number",
        amount: "number",
        state: "text",
      },
      required: ["order", "amount"],
      inputs: { "till_report.csv": lines },
      gold: days.flat().map(({ order, customer, item, quantity, cents, state }) => ({
        order,
        customer,
        item,
        qty: quantity,
        amount: (quantity * cents) / 100,
        state,
      })),
    });
  },
};

/** Noise lands anywhere; what it lands among keeps its order. */
const mixedIn = (dice: Dice, lines: readonly Line[], noise: readonly Line[]): Line[] => {
  const mixed = [...lines];
  for (const line of noise) mixed.splice(dice.between(0, mixed.length), 0, line);
  return mixed;
};
