import { Problem } from "../../domain/problems.ts";
import type { Answer, Assignment, ParkedCandidate } from "../../domain/proposing.ts";
import { attemptsOn } from "../../policy/attempts.ts";
import { refusalsUnder, refusedRulesIn } from "../../policy/refusals.ts";
import { assignmentFor } from "../assignment.ts";
import type { Pending } from "../trail/ledger.ts";
import { decideRound } from "./decide.ts";
import { brokenSeals } from "./integrity.ts";
import { type OpenRound, openRound, servedBy, statusIn } from "./round-event.ts";
import { discardFolders, expectRuns } from "./run-candidates.ts";
import type { RoundEnd, RunningLoop } from "./running-loop.ts";
import { runCandidates } from "./settle-candidates.ts";
import { haltRound, voidRound, voidWithoutCandidate } from "./void-round.ts";
import { recordServed } from "./worker-events.ts";

/** One atomic experiment: propose, check, run, judge, decide, record. */
export const playRound = async (loop: RunningLoop): Promise<RoundEnd> => {
  const { ledger } = loop.journal;
  const assignment = assignmentFor(loop.loaded.workspace, loop.material, {
    inForce: loop.progress.inForce,
    attempts: attemptsOn(ledger.attempts, loop.progress.inForce.genome.sha),
    parked: parkedIn(ledger.pending),
    refusedRules: refusedRulesIn(
      refusalsUnder(ledger.refusals, { gold: loop.seals.gold, inputs: loop.inputs }),
    ),
    candidates: loop.request.candidates,
    round: ledger.rounds + 1,
    seed: loop.request.seed,
  });
  const open = openRound(loop, assignment.focus);
  let answer: Answer | null = null;
  try {
    const before = await brokenSeals(loop);
    if (before) return await voidRound(loop, open, { broken: before });
    const asked = ask(loop, open, assignment);
    expectRuns(loop, loop.request.candidates); // they get ready while the proposer thinks
    answer = await asked;
    loop.signal.throwIfAborted();
    return answer.proposals.length === 0
      ? await voidWithoutCandidate(loop, open, answer)
      : await judgeAnswer(loop, open, answer);
  } catch (error) {
    return await cutShort(loop, open, answer, error);
  }
};

/** Without figures: held-out rows have a part in some of them. */
const parkedIn = (pending: readonly Pending[]): ParkedCandidate[] =>
  pending.map(({ sha, parent, hypothesis, rules }) => ({ sha, parent, hypothesis, rules }));

/** Ended from outside, or by what somebody changed under it; any other error is not the round's. */
const cutShort = async (
  loop: RunningLoop,
  open: OpenRound,
  answer: Answer | null,
  error: unknown,
): Promise<RoundEnd> => {
  const isRecorded = loop.journal.ledger.rounds >= open.round;
  if (loop.signal.aborted)
    return isRecorded ? { kind: "halted" } : await haltRound(loop, open, answer);
  const broken = error instanceof Problem && !isRecorded ? await brokenSeals(loop) : null;
  if (!broken) throw error;
  return voidRound(loop, open, answer ? { broken, answer } : { broken });
};

const ask = (loop: RunningLoop, open: OpenRound, assignment: Assignment): Promise<Answer> => {
  const { onlooker, proposer, signal, spending } = loop;
  const progress = (now: string): void => onlooker.stage(now, statusIn(loop, open));
  progress(`${proposer.name} looks for a repair`);
  return proposer.propose(assignment, {
    signal,
    budget: spending,
    note: onlooker.note,
    progress,
  });
};

const judgeAnswer = async (
  loop: RunningLoop,
  open: OpenRound,
  answer: Answer,
): Promise<RoundEnd> => {
  const { proposals } = answer;
  const many = proposals.length === 1 ? "the candidate" : `${proposals.length} candidates`;
  loop.onlooker.stage(`running ${many}`, statusIn(loop, open));
  const entries = await runCandidates(loop, proposals, open.round, () =>
    loop.onlooker.stage("putting the best candidate to the vetoes", statusIn(loop, open)),
  );
  try {
    const candidates = entries.map(({ candidate }) => candidate);
    const weakest = await recordServed(loop, entries, open.round);
    const broken = await brokenSeals(loop);
    if (broken) return await voidRound(loop, open, { broken, answer, candidates });
    return await decideRound(loop, servedBy(loop, open, weakest), answer, candidates);
  } finally {
    discardFolders(loop, entries);
  }
};
