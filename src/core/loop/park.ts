import type { ReviewReason } from "../../policy/envelope.ts";
import { integrityBroken } from "../../policy/tripwires/index.ts";
import { dossierOf, type Word } from "../review/dossier.ts";
import { approvedEvent, rejectedEvent } from "../review/events.ts";
import { type Measured, measureSurely } from "../trial/bench.ts";
import type { Weighed } from "./candidates.ts";
import { putInForce } from "./commit.ts";
import { brokenSeals } from "./integrity.ts";
import { notify } from "./notify.ts";
import type { roundFields } from "./open-round.ts";
import type { RoundEnd } from "./round-end.ts";
import type { Session } from "./session.ts";
import { trip } from "./trust.ts";

/**
 * Puts a candidate aside until a person decides. At a terminal that may be now: null then means
 * that the decision is on record and the loop may go on.
 */
export const park = async (
  session: Session,
  fields: ReturnType<typeof roundFields>,
  chosen: Weighed,
  reasons: readonly ReviewReason[],
): Promise<RoundEnd | null> => {
  const { journal, seals } = session;
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
  await notify(session, parked);
  const { measured } = chosen.tried;
  const word = measured && (await ask(session, review, measured));
  return word && measured ? act(session, review, measured, word) : { kind: "parked", review };
};

const ask = async (session: Session, review: string, measured: Measured): Promise<Word | null> => {
  const { onlooker, journal, bench, signal } = session;
  const pending = journal.ledger.pending.find((one) => one.review === review);
  if (!onlooker.ask || !pending) return null;
  onlooker.stage("running both genomes for the comparison");
  const before = await measureSurely(bench, session.progress.inForce.genome, signal);
  try {
    return await onlooker.ask(await dossierOf(bench, pending, before, measured), signal);
  } finally {
    bench.workspace.ports.outputs.discard(before.folder);
  }
};

const act = async (
  session: Session,
  review: string,
  measured: Measured,
  word: Word,
): Promise<RoundEnd | null> => {
  const { journal, progress, bench } = session;
  const pending = journal.ledger.pending.find((one) => one.review === review);
  if (!pending || word.say === "quit") return { kind: "parked", review };
  if (word.say === "reject") {
    await journal.record(rejectedEvent(pending, word.reason));
    return null;
  }
  // A person takes time: what was judged must still be what is there.
  const broken = await brokenSeals(session);
  if (broken) return trip(session, integrityBroken(pending.round, broken));
  await journal.record(approvedEvent(pending, progress.inForce, measured, false));
  putInForce(bench.workspace.ports, measured);
  progress.inForce = measured;
  progress.kept++;
  return null;
};
