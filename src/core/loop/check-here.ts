import { type RunClaim, type Verdict, verdictOn } from "../../policy/workers/spot-checks.ts";
import { type MeasuredGenome, measure } from "../candidate/measure.ts";
import { judgeCandidate } from "../candidate/record.ts";
import { digestsOf } from "../candidate/vetoes.ts";
import { discardOf, type Entry, runAgain } from "./run-candidates.ts";
import type { RunningLoop } from "./running-loop.ts";
import { recordNews } from "./worker-events.ts";

/**
 * Makes a worker's run again here; from then on what was seen here counts. A worker whose word
 * nothing honest explains gets no more to do, and all that it said in this round is thrown away.
 */
export const checkHere = async (
  loop: RunningLoop,
  entries: readonly Entry[],
  entry: Entry,
  round: number,
): Promise<void> => {
  const { loaded, progress, signal, onlooker } = loop;
  const { by, candidate } = entry;
  if (by === null || !candidate.measured) throw new Error("only a worker's word is checked");
  const { worker } = by;
  onlooker.stage(`running again here what ${worker} ran`);
  const here = await measure(loaded, entry.genome, signal);
  const claim = await claimOf(loop, candidate.measured);
  const verdict = await verdictHere(loop, entry, claim, here);
  discardOf(loaded, candidate);
  entry.candidate = await judgeCandidate(loaded, progress.inForce, entry.proposal, here);
  entry.checked = true;
  entry.differed = verdict === "machine";
  if (verdict !== "false") return;
  loop.evaluators.shutOut(worker);
  await recordNews(loop, round);
  await loop.journal.record({
    type: "worker",
    action: "shut-out",
    worker,
    round,
    violation: true,
    genome: entry.genome.sha,
    detail: differenceBetween(claim, await claimOf(loop, here)),
  });
  const thrownAway = entries.filter((one) => one.by?.worker === worker && !one.checked);
  await runAgain(loop, thrownAway);
};

const verdictHere = async (
  loop: RunningLoop,
  { genome }: Entry,
  claim: RunClaim,
  here: MeasuredGenome,
): Promise<Verdict> => {
  const { loaded, signal } = loop;
  return verdictOn(claim, await claimOf(loop, here), async () => {
    const again = await measure(loaded, genome, signal);
    try {
      return await claimOf(loop, again);
    } finally {
      discardOf(loaded, { measured: again });
    }
  });
};

const claimOf = async ({ loaded }: RunningLoop, { run }: MeasuredGenome): Promise<RunClaim> => {
  if (run.outcome === "rejected") return { outcome: "rejected", violation: false, tables: null };
  const { violation } = run.facts;
  if (run.outcome !== "ok") return { outcome: run.outcome, violation, tables: null };
  const digests = await digestsOf(loaded, run.tables);
  const tables = [...digests].map(([name, { inOrder }]) => `${name}:${inOrder}`).sort();
  return { outcome: "ok", violation, tables: tables.join(" ") };
};

const differenceBetween = (claim: RunClaim, here: RunClaim): string => {
  if (claim.outcome !== here.outcome)
    return `it said ${claim.outcome}, and two runs here ended with ${here.outcome}`;
  return claim.violation === here.violation
    ? "its tables are not those that two runs here left"
    : `it said that the program ${claim.violation ? "tried" : "tried nothing"} forbidden, and two runs here say otherwise`;
};
