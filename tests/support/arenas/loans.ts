import { formatDate } from "../../../src/kit/index.ts";
import type { Draft, Sheet } from "./arena.ts";
import { type Dice, times } from "./dice.ts";
import { dayIn, padded, recased, withCommas } from "./dirt.ts";
import { firstNames, lastNames } from "./words.ts";

/** Repayments of small loans: what the few-rows arena and the large one have in common. */
export const makeRepayment = (dice: Dice, at: number) => ({
  loan: `LN-${120_000 + at}`,
  borrower: `${dice.pick(firstNames)} ${dice.pick(lastNames)}`,
  paid: dayIn(dice, 2024),
  cents: dice.between(1_500, 480_000) * (dice.chance(0.06) ? -1 : 1),
  channel: dice.pick(["branch", "transfer", "mobile", "agent"]),
});
export type Repayment = ReturnType<typeof makeRepayment>;

const amountOf = (dice: Dice, cents: number): string => {
  const size = withCommas(Math.abs(cents) / 100);
  if (cents < 0) return dice.pick([`-${size}`, `(${size})`]);
  return dice.pick([size, `$${size}`, `${size} USD`, `USD ${size}`]);
};

export const inputRow = (dice: Dice, one: Repayment) => ({
  loan: one.loan,
  borrower: padded(dice, one.borrower),
  paid_on: formatDate(
    one.paid,
    dice.pick(["YYYY-MM-DD", "DD/MM/YYYY", "DD-MM-YYYY", "D MMM YYYY"]),
  ),
  amount: amountOf(dice, one.cents),
  channel: recased(dice, padded(dice, one.channel, 0.05), 0.3),
});

const goldRow = ({ loan, borrower, paid, cents, channel }: Repayment) => ({
  loan,
  borrower,
  paid,
  amount: cents / 100,
  channel,
});

export const repayments = (dice: Dice, count: number): Repayment[] =>
  times(count, (at) => makeRepayment(dice, at));

/** Gold for some of the loans: the rest of the feed is nobody's word. */
export const loanDraft = (
  dice: Dice,
  all: readonly Repayment[],
  known: number,
): Pick<Draft, "columns" | "required" | "partialKey" | "gold"> => {
  const chosen = new Set(dice.shuffled(all).slice(0, known));
  const gold: Sheet = all.filter((one) => chosen.has(one)).map(goldRow);
  return {
    columns: { loan: "text", borrower: "text", paid: "date", amount: "number", channel: "text" },
    required: ["loan", "paid", "amount"],
    partialKey: ["loan"],
    gold,
  };
};
