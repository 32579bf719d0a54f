import type { Outcome } from "../../domain/run.ts";

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
