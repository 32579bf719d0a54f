import type { RecordedCandidate } from "../../domain/event-parts.ts";
import { visible } from "../../domain/visible.ts";
import { byPromise, isHopeful } from "../../policy/rounds/choice.ts";
import { isolationIn, type Measured } from "../trial/bench.ts";
import { failedFields, isolationFields, judgedFields, rejectedFields } from "../trial/recorded.ts";
import { vet } from "../trial/vetoes.ts";
import { type Assessment, assess, withVetoes } from "./assessment.ts";
import type { Session } from "./session.ts";
import type { Tried } from "./trying.ts";

/** A candidate with all that is known of it, as it goes on record. */
export interface Weighed {
  readonly tried: Tried;
  readonly record: RecordedCandidate;
}

const longestHypothesis = 300;

/** Judges what the runs left; the best that could be kept must also pass the vetoes. */
export const weighAll = async (
  session: Session,
  tried: readonly Tried[],
  vetoing: () => void,
): Promise<readonly Weighed[]> => {
  const weighed: Weighed[] = [];
  for (const one of tried) weighed.push(await weigh(session, one));
  const hopefuls = weighed
    .filter(({ record }) => isHopeful(record))
    .sort((a, b) => byPromise(a.record, b.record));
  for (const hopeful of hopefuls) {
    vetoing();
    const settled = await settle(session, hopeful);
    weighed[weighed.indexOf(hopeful)] = settled;
    if (isHopeful(settled.record)) break;
  }
  return weighed;
};

const weigh = async (session: Session, tried: Tried): Promise<Weighed> => {
  const { measured } = tried;
  if (measured === null) return { tried, record: { ...proposedFields(tried), ...duplicate } };
  const { trial } = measured;
  if (trial.outcome === "rejected")
    return { tried, record: { ...proposedFields(tried), ...rejectedFields(trial.rejection) } };
  if (trial.outcome !== "ok")
    return { tried, record: { ...proposedFields(tried), ...failedFields(trial) } };
  return judgedAs(tried, measured, await assess(session, measured));
};

const duplicate = {
  outcome: "rejected",
  reason: {
    code: "duplicate",
    detail: "the same text was already judged on this genome, or waits for review",
  },
} as const;

const settle = async (session: Session, { tried, record }: Weighed): Promise<Weighed> => {
  if (record.outcome !== "ok" || !tried.measured) return { tried, record };
  const vetting = await vet(session.bench, tried.measured, session.signal);
  const { notStarted: detail } = vetting;
  return detail === null
    ? judgedAs(tried, tried.measured, withVetoes(record, vetting))
    : { tried, record: { ...proposedFields(tried), outcome: "not_started", detail } };
};

const judgedAs = (tried: Tried, measured: Measured, assessment: Assessment): Weighed => {
  const { trial, judged, judgeMs } = measured;
  if (trial.outcome !== "ok") throw new Error("only a contained run is judged");
  const predicted = tried.proposal.predictedFitness;
  const { violation, cells, changedLines, constructs, memorised, vetoes, blocked } = assessment;
  return {
    tried,
    record: {
      ...proposedFields(tried),
      ...judgedFields(trial, judged.evaluation),
      violation,
      judgeMs,
      predictionError: predicted === null ? null : predicted - judged.evaluation.fitness,
      cells,
      changedLines,
      constructs,
      memorised,
      vetoes,
      blocked,
    },
  };
};

const proposedFields = ({ proposal, genome }: Tried) => ({
  sha: genome.sha,
  bytes: genome.content.length,
  origin: proposal.origin,
  hypothesis: oneLine(proposal.hypothesis),
  rules: proposal.rules.map(oneLine),
  predictedFitness: proposal.predictedFitness,
  proposer: proposal.proposer,
  model: proposal.model,
  tokens: proposal.tokens,
  costUsd: proposal.costUsd,
  proposeMs: proposal.proposeMs,
});

const oneLine = (words: string): string =>
  visible(words.replaceAll(/\s+/g, " ").trim(), longestHypothesis);

/** How the round's runs were held; null when nothing ran. */
export const containmentOf = (tried: readonly Tried[]) => {
  for (const { measured } of tried) {
    const isolation = measured && isolationIn(measured);
    if (isolation) return isolationFields(isolation);
  }
  return null;
};
