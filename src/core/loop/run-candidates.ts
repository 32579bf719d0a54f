import { genomeOf, type KnownGenome } from "../../domain/genome.ts";
import type { Proposal } from "../../domain/proposing.ts";
import { refusalOf, refusalsUnder } from "../../policy/refusals.ts";
import { byFitness, isKeepable } from "../../policy/rounds/chosen.ts";
import { measure } from "../candidate/measure.ts";
import {
  type Candidate,
  judgeCandidate,
  recordedRule,
  type TurnedDown,
  turnedAway,
  vetCandidate,
} from "../candidate/record.ts";
import { inParallel } from "../in-parallel.ts";
import { isLastRound, type RunningLoop } from "./running-loop.ts";

/** Runs a round's candidates and judges them; the best that could be kept must pass the vetoes. */
export const runCandidates = async (
  loop: RunningLoop,
  proposals: readonly Proposal[],
  vetoing: () => void,
): Promise<readonly Candidate[]> => {
  const candidates = await judgeAll(loop, proposals);
  try {
    return await vetBest(loop, candidates, vetoing);
  } catch (error) {
    discardFolders(loop, candidates);
    throw error;
  }
};

/** Published tables have left their folder by now. */
export const discardFolders = (
  { loaded }: RunningLoop,
  candidates: readonly Pick<Candidate, "measured">[],
): void => {
  for (const { measured } of candidates)
    if (measured) loaded.workspace.ports.outputs.discard(measured.folder);
};

/** Side by side, as many at a time as there are cores; what is turned away never runs. */
const judgeAll = async (
  loop: RunningLoop,
  proposals: readonly Proposal[],
): Promise<readonly Candidate[]> => {
  const { loaded, progress, signal } = loop;
  const { genomes, cores } = loaded.workspace.ports;
  const texts = proposals.map((proposal) => {
    const genome = genomeOf(Buffer.from(proposal.text), proposal.origin);
    return { proposal, genome, turnedDown: whyTurnedDown(loop, proposal, genome) };
  });
  expectRuns(loop, texts.filter(({ turnedDown }) => turnedDown === null).length);
  const ran: Pick<Candidate, "measured">[] = [];
  try {
    return await inParallel(cores, texts, async ({ proposal, genome, turnedDown }) => {
      genomes.keep(genome.content);
      if (turnedDown) return turnedAway(proposal, genome, turnedDown);
      const measured = await measure(loaded, genome, signal);
      ran.push({ measured });
      return judgeCandidate(loaded, progress.inForce, proposal, measured);
    });
  } catch (error) {
    discardFolders(loop, ran);
    throw error;
  }
};

/** Beyond this round's candidates: the second run of the best, and what the next round begins with. */
const expectRuns = (loop: RunningLoop, candidates: number): void => {
  const { project } = loop.loaded.workspace;
  const again = project.arena.vetoes.includes("deterministic") ? 1 : 0;
  loop.standby.expect(candidates + again + (isLastRound(loop) ? 0 : loop.request.candidates));
};

/** Marks a text as judged on this parent, unless it is not worth a run. */
const whyTurnedDown = (
  { progress, journal, seals, inputs }: RunningLoop,
  { rules }: Proposal,
  { sha }: KnownGenome,
): TurnedDown | null => {
  const parent = progress.inForce.genome.sha;
  const key = `${parent}:${sha}`;
  const { pending, refusals } = journal.ledger;
  const waits = pending.some((one) => one.sha === sha && one.parent === parent);
  if (waits || progress.seen.has(key) || sha === parent) return duplicate;
  const remembered = refusalsUnder(refusals, { gold: seals.gold, inputs });
  const detail = refusalOf(remembered, { sha, rules: rules.map(recordedRule) });
  if (detail !== null) return { code: "refused", detail };
  progress.seen.add(key);
  return null;
};

const duplicate: TurnedDown = {
  code: "duplicate",
  detail: "the same text was already judged on this genome, or waits for review",
};

/** The vetoes cost runs of their own, so only the best are put to them, until one passes. */
const vetBest = async (
  { loaded, signal }: RunningLoop,
  candidates: readonly Candidate[],
  vetoing: () => void,
): Promise<readonly Candidate[]> => {
  const vetted = [...candidates];
  const keepable = candidates
    .filter(({ record }) => isKeepable(record))
    .sort((a, b) => byFitness(a.record, b.record));
  for (const candidate of keepable) {
    vetoing();
    const after = await vetCandidate(loaded, candidate, signal);
    vetted[vetted.indexOf(candidate)] = after;
    if (isKeepable(after.record)) break;
  }
  return vetted;
};
