import type { Sha } from "../../domain/digest.ts";
import { figure } from "../figures.ts";
import type { TripwireEvent } from "./distances.ts";

/* Tripwires that no history of rounds shows: what runs the rounds sees them happen. */

type Changed = Extract<TripwireEvent, { name: "integrity" }>["changed"][number];

/** The genome in force was judged twice on the same inputs, with tables that differ. */
export const nondeterministic = (
  round: number | null,
  before: number,
  now: number,
): TripwireEvent => ({
  type: "tripwire",
  name: "nondeterminism",
  round,
  detail: `the genome in force gave other tables for the same inputs: fitness ${figure(before)} before, ${figure(now)} now`,
  numbers: { before, now },
});

/** Something sealed is no longer what it was when the loop began. */
export const integrityBroken = (
  round: number | null,
  changed: readonly [Changed, ...Changed[]],
): TripwireEvent => ({
  type: "tripwire",
  name: "integrity",
  round,
  detail: `changed while the loop was running: ${changed.map(changeText).join(", ")}`,
  changed,
});

const changeText = ({ what, recorded, found }: Changed): string =>
  `${what} (${digestText(recorded)} before, ${digestText(found)} now)`;

const digestText = (sha: Sha | null): string => (sha === null ? "nothing" : sha.slice(0, 12));

const units = {
  "budget-tokens": "tokens",
  "budget-cost": "US dollars",
  "budget-time": "minutes",
} as const;
export type BudgetName = keyof typeof units;

export const budgetSpent = (
  round: number | null,
  name: BudgetName,
  spent: number,
  limit: number,
): TripwireEvent => ({
  type: "tripwire",
  name,
  round,
  detail: `${plain(spent)} of ${plain(limit)} ${units[name]} are spent, and what is left is not enough to go on`,
  numbers: { spent, limit },
});

const plain = (amount: number): string => String(Number(amount.toFixed(4)));
