import { Problem } from "../../domain/problems.ts";
import type { Answer, Assignment, ParkedCandidate } from "../../domain/proposing.ts";
import { attemptsOn } from "../../policy/attempts.ts";
import { assignmentFor } from "../assignment.ts";
import type { Pending } from "../ledger.ts";
import { weighAll } from "./candidates.ts";
import { conclude } from "./conclusion.ts";
import { brokenSeals } from "./integrity.ts";
import { type OpenRound, openRound, standingIn } from "./open-round.ts";
import type { RoundEnd } from "./round-end.ts";
import type { Session } from "./session.ts";
import { type Tried, tryAll } from "./trying.ts";
import { haltRound, voidRound, voidWithoutCandidate } from "./void-round.ts";

/** One atomic experiment: propose, check, run, judge, decide, record. */
export const playRound = async (session: Session): Promise<RoundEnd> => {
  const assignment = assignmentFor(session.bench.workspace.project.arena, session.material, {
    inForce: session.progress.inForce,
    attempts: attemptsOn(session.journal.ledger.attempts, session.progress.inForce.genome.sha),
    parked: parkedIn(session.journal.ledger.pending),
    refusedRules: [],
    candidates: session.request.candidates,
    round: session.journal.ledger.rounds + 1,
    seed: session.request.seed,
  });
  const open = openRound(session, assignment.focus);
  let answer: Answer | null = null;
  try {
    const before = await brokenSeals(session);
    if (before) return await voidRound(session, open, { broken: before });
    answer = await ask(session, open, assignment);
    session.signal.throwIfAborted();
    return answer.proposals.length === 0
      ? await voidWithoutCandidate(session, open, answer)
      : await judgeAnswer(session, open, answer);
  } catch (error) {
    return await cutShort(session, open, answer, error);
  }
};

/** Without figures: held-out rows have a part in some of them. */
const parkedIn = (pending: readonly Pending[]): ParkedCandidate[] =>
  pending.map(({ sha, parent, hypothesis, rules }) => ({ sha, parent, hypothesis, rules }));

/** Ended from outside, or by what somebody changed under it; any other error is not the round's. */
const cutShort = async (
  session: Session,
  open: OpenRound,
  answer: Answer | null,
  error: unknown,
): Promise<RoundEnd> => {
  const isRecorded = session.journal.ledger.rounds >= open.round;
  if (session.signal.aborted)
    return isRecorded ? { kind: "halted" } : await haltRound(session, open, answer);
  const broken = error instanceof Problem && !isRecorded ? await brokenSeals(session) : null;
  if (!broken) throw error;
  return voidRound(session, open, answer ? { broken, answer } : { broken });
};

const ask = (session: Session, open: OpenRound, assignment: Assignment): Promise<Answer> => {
  const { onlooker, proposer, signal, spending } = session;
  onlooker.stage(`${proposer.name} looks for a repair`, standingIn(session, open));
  return proposer.propose(assignment, { signal, budget: spending, note: onlooker.note });
};

const judgeAnswer = async (
  session: Session,
  open: OpenRound,
  answer: Answer,
): Promise<RoundEnd> => {
  const { proposals } = answer;
  const many = proposals.length === 1 ? "the candidate" : `${proposals.length} candidates`;
  session.onlooker.stage(`running ${many}`, standingIn(session, open));
  const tried = await tryAll(session, proposals);
  try {
    const weighed = await weighAll(session, tried, () =>
      session.onlooker.stage("putting the best candidate to the vetoes", standingIn(session, open)),
    );
    const broken = await brokenSeals(session);
    if (broken) return await voidRound(session, open, { broken, answer, weighed });
    return await conclude(session, open, answer, weighed);
  } finally {
    discardFolders(session, tried);
  }
};

/** Published tables have left their folder by now. */
const discardFolders = ({ bench }: Session, tried: readonly Tried[]): void => {
  for (const { measured } of tried)
    if (measured) bench.workspace.ports.outputs.discard(measured.folder);
};
