import { sha256 } from "../../domain/digest.ts";
import type { Outcome } from "../../domain/run.ts";

/** A worker's answer to one order of a round. */
export interface Answered {
  readonly worker: string;
  readonly genome: string;
}

/**
 * Which answers are run again although nothing hangs on them: a share of all, and at least one of
 * each worker. Among the seeds is one that no worker knows, so that none can tell which it will be.
 */
export const answersToCheck = <Answer extends Answered>(
  answers: readonly Answer[],
  share: number,
  ...seeds: readonly (number | string)[]
): readonly Answer[] => {
  const drawn = answers.map((answer) => ({ answer, lot: lotOf(answer, seeds) }));
  const least = new Map<string, (typeof drawn)[number]>();
  for (const one of drawn) {
    const before = least.get(one.answer.worker);
    if (!before || one.lot < before.lot) least.set(one.answer.worker, one);
  }
  return drawn
    .filter((one) => one.lot < share || (share > 0 && least.get(one.answer.worker) === one))
    .map(({ answer }) => answer);
};

const lotOf = ({ worker, genome }: Answered, seeds: readonly (number | string)[]): number =>
  Number.parseInt(sha256(JSON.stringify([worker, genome, ...seeds])).slice(0, 12), 16) / 2 ** 48;

/** What somebody says that a run left; `tables` is a digest of them all, null without any. */
export interface RunClaim {
  readonly outcome: Outcome;
  readonly violation: boolean;
  readonly tables: string | null;
}

/**
 * What a run made here says of a worker's word on the same genome, feeds and limits.
 * `true`: the same. `machine`: how fast or large a machine is may explain it, or the program
 * itself, which ends differently each time. `false`: nothing honest explains it.
 */
export type Verdict = "true" | "machine" | "false";

/** `again` is asked only where one run here is not enough to tell. */
export const verdictOn = async (
  claim: RunClaim,
  here: RunClaim,
  again: () => Promise<RunClaim>,
): Promise<Verdict> => {
  if (isSame(claim, here)) return "true";
  if (dependsOnMachine(claim) || dependsOnMachine(here)) return "machine";
  const second = await again();
  return isSame(here, second) && !dependsOnMachine(second) ? "false" : "machine";
};

const isSame = (a: RunClaim, b: RunClaim): boolean =>
  a.outcome === b.outcome && a.violation === b.violation && a.tables === b.tables;

/** Time and memory run out sooner on a slower or fuller machine; a violation does not depend on it. */
const dependsOnMachine = ({ outcome, violation }: RunClaim): boolean =>
  !violation && ["timeout", "out_of_memory", "not_started"].includes(outcome);
