import type { ReviewReason } from "../../policy/envelope.ts";
import { integrityBroken } from "../../policy/tripwires/index.ts";
import { commit } from "../candidate/commit.ts";
import { type MeasuredGenome, measureOrStop } from "../candidate/measure.ts";
import type { Candidate } from "../candidate/record.ts";
import { approvedEvent, rejectedEvent } from "../review/review-events.ts";
import { reviewSummary, type Word } from "../review/review-summary.ts";
import { brokenSeals } from "./integrity.ts";
import { notify } from "./notify.ts";
import type { roundFields } from "./round-event.ts";
import type { RoundEnd, RunningLoop } from "./running-loop.ts";
import { trip } from "./trust.ts";

/** What became of it at once: nobody was asked, a person decided, or would not decide now. */
type Parked = "undecided" | "decided" | "quit" | Extract<RoundEnd, { kind: "tripped" }>;

/** Puts a candidate aside until a person decides; at a terminal that may be now. */
export const park = async (
  loop: RunningLoop,
  fields: ReturnType<typeof roundFields>,
  chosen: Candidate,
  reasons: readonly ReviewReason[],
): Promise<Parked> => {
  const { journal, seals } = loop;
  const review = `r${fields.round}`;
  const { sha } = chosen.record;
  const parked = await journal.record({
    ...fields,
    decision: "pending",
    chosen: sha,
    review,
    reasons: [...reasons],
  });
  await journal.record({
    type: "review.requested",
    review,
    round: fields.round,
    sha,
    parent: fields.parent,
    seals,
    reasons: [...reasons],
  });
  await notify(loop, parked);
  const { measured } = chosen;
  const word = measured && (await ask(loop, review, measured));
  return word && measured ? act(loop, review, measured, word) : "undecided";
};

const ask = async (
  loop: RunningLoop,
  review: string,
  measured: MeasuredGenome,
): Promise<Word | null> => {
  const { onlooker, journal, loaded, signal } = loop;
  const pending = journal.ledger.pending.find((one) => one.review === review);
  if (!onlooker.ask || !pending) return null;
  onlooker.stage("running both genomes for the comparison");
  const before = await measureOrStop(loaded, loop.progress.inForce.genome, signal);
  try {
    return await onlooker.ask(await reviewSummary(loaded, pending, before, measured), signal);
  } finally {
    loaded.workspace.ports.outputs.discard(before.folder);
  }
};

const act = async (
  loop: RunningLoop,
  review: string,
  measured: MeasuredGenome,
  word: Word,
): Promise<Parked> => {
  const { journal, progress, loaded } = loop;
  const pending = journal.ledger.pending.find((one) => one.review === review);
  if (!pending || word.say === "quit") return "quit";
  if (word.say === "reject") {
    await journal.record(rejectedEvent(pending, word.reason));
    return "decided";
  }
  // A person takes time: what was judged must still be what is there.
  const broken = await brokenSeals(loop);
  if (broken) return trip(loop, integrityBroken(pending.round, broken));
  const approved = approvedEvent(pending, progress.inForce, measured, false);
  await commit(loaded.workspace, journal, measured, approved);
  progress.inForce = measured;
  progress.kept++;
  return "decided";
};
