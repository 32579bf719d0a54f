/** What the keep rule and the default envelope would say of a program in the place of another. */
import type { SimulatedOutcome } from "./simulate.ts";

export const leastGain = 1e-6;
/** What the default envelope allows of changed lines. */
const mostLines = 120;
/** What it allows of right cells to go wrong, for each that comes right. */
const brokenShare = 0.02;

interface Scored {
  readonly fitness: number;
  readonly metrics: { readonly rowF1: number };
  /** The checks that it does not pass. */
  readonly failing: readonly string[];
}

export const isBetter = (before: Scored, after: Scored): boolean =>
  after.fitness >= before.fitness + leastGain &&
  after.metrics.rowF1 >= before.metrics.rowF1 - 1e-9 &&
  after.failing.every((check) => before.failing.includes(check));

export const gains = (before: SimulatedOutcome, after: SimulatedOutcome): boolean =>
  isBetter(before, after) && !breaksTooMuch(before.right, after.right);

/** Of the marks of right cells, before and after. */
export const breaksTooMuch = (before: Uint8Array, after: Uint8Array): boolean => {
  const { fixed, broken } = cellsChanged(before, after);
  return broken > brokenShare * fixed;
};

/** So near to what is allowed that the gold which is held out decides. */
export const breaksNearlyTooMuch = (before: Uint8Array, after: Uint8Array): boolean => {
  const { fixed, broken } = cellsChanged(before, after);
  return 2 * broken > brokenShare * fixed;
};

/** How many cells of keyed gold rows come right and go wrong from one program to the next. */
const cellsChanged = (
  before: Uint8Array,
  after: Uint8Array,
): { readonly fixed: number; readonly broken: number } => {
  let fixed = 0;
  let broken = 0;
  for (const [at, mark] of after.entries()) {
    if (mark > (before[at] ?? 0)) fixed++;
    else if (mark < (before[at] ?? 0)) broken++;
  }
  return { fixed, broken };
};

export const changesTooManyLines = (before: string, after: string): boolean => {
  const left = new Map<string, number>();
  const [old, now] = [before.split("\n"), after.split("\n")];
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of now) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    shared++;
    left.set(line, count - 1);
  }
  return old.length + now.length - 2 * shared > mostLines;
};
