import type { VetoName } from "../../domain/arena.ts";
import { genomeOf, type KnownGenome } from "../../domain/genome.ts";
import type { Proposal } from "../../domain/proposing.ts";
import type { BackendName } from "../../domain/run.ts";
import { refusalOf, refusalsUnder } from "../../policy/refusals.ts";
import { type MeasuredElsewhere, measureBy } from "../candidate/measure.ts";
import {
  type Candidate,
  judgeCandidate,
  lostCandidate,
  recordedRule,
  type TurnedDown,
  turnedAway,
} from "../candidate/record.ts";
import { inParallel } from "../in-parallel.ts";
import type { RunningLoop } from "./running-loop.ts";

/** A worker that made a run, with what it says of that. */
interface Server {
  readonly worker: string;
  readonly runMs: number;
  readonly backend: BackendName;
}

/** A candidate on its way from its proposal to the round's decision. */
export interface Entry {
  readonly proposal: Proposal;
  readonly genome: KnownGenome;
  candidate: Candidate;
  /** Who made its run; null where this process did, or none was made. */
  by: Server | null;
  /** Whether nothing about it rests on a worker's word alone. */
  checked: boolean;
  vetted: boolean;
  /** Whether chance has it that it is run again here. */
  drawn: boolean;
  /** Whether a run here ended in another way, which the machine may explain. */
  differed: boolean;
}

/** Published tables have left their folder by now. */
export const discardFolders = (
  { loaded }: RunningLoop,
  entries: readonly Pick<Entry, "candidate">[],
): void => {
  for (const { candidate } of entries) discardOf(loaded, candidate);
};

export const discardOf = (
  loaded: RunningLoop["loaded"],
  { measured }: Pick<Candidate, "measured">,
) => {
  if (measured) loaded.workspace.ports.outputs.discard(measured.folder);
};

/**
 * Side by side, as many at a time as whoever runs them bears; each is judged in its own turn, beside
 * the next run. What is turned away never runs.
 */
export const runAll = async (
  loop: RunningLoop,
  proposals: readonly Proposal[],
): Promise<readonly Entry[]> => {
  const { genomes, outputs } = loop.loaded.workspace.ports;
  const texts = proposals.map((proposal) => {
    const genome = genomeOf(Buffer.from(proposal.text), proposal.origin);
    return { proposal, genome, turnedDown: whyTurnedDown(loop, proposal, genome) };
  });
  expectRuns(loop, texts.filter(({ turnedDown }) => turnedDown === null).length);
  const folders: string[] = [];
  const kept = genomes.keepAll(texts.map(({ genome }) => genome.content));
  kept.catch(() => {}); // thrown below, when nothing runs any more
  try {
    const entries = await inParallel(loop.evaluators.sideBySide, texts, async (text) => {
      if (text.turnedDown) return entryFor(loop, { ...text, told: null });
      const told = await measureBy(loop.evaluators, loop.loaded, text.genome, loop.signal);
      if (told.kind === "measured") folders.push(told.measured.folder);
      return entryFor(loop, { ...text, told });
    });
    await kept;
    return entries;
  } catch (error) {
    for (const folder of folders) outputs.discard(folder);
    throw error;
  }
};

/**
 * So many candidates, and the further runs that the vetoes ask for. Where workers run the
 * candidates, the best is run here to see whether they told the truth.
 */
export const expectRuns = ({ loaded, evaluators, standby }: RunningLoop, candidates: number) => {
  const { vetoes } = loaded.workspace.project.arena;
  const asking = (...names: readonly VetoName[]): number =>
    vetoes.filter((name) => names.includes(name)).length;
  standby.expect({
    onFeeds: (evaluators.elsewhere ? 1 : candidates) + asking("deterministic"),
    onOthers: asking("order-free", "splittable"),
  });
};

/** Runs again what nobody's word is left for. */
export const runAgain = async (loop: RunningLoop, entries: readonly Entry[]): Promise<void> => {
  await inParallel(loop.evaluators.sideBySide, entries, async (entry) => {
    const { proposal, genome } = entry;
    const told = await measureBy(loop.evaluators, loop.loaded, genome, loop.signal);
    discardOf(loop.loaded, entry.candidate);
    Object.assign(entry, await entryFor(loop, { proposal, genome, turnedDown: null, told }));
  });
};

/** Marks a text as judged on this parent, unless it is not worth a run. */
const whyTurnedDown = (
  { progress, journal, seals, inputs }: RunningLoop,
  { rules }: Proposal,
  { sha }: KnownGenome,
): TurnedDown | null => {
  const parent = progress.inForce.genome.sha;
  const key = seenKey(parent, sha);
  const { pending, refusals } = journal.ledger;
  const waits = pending.some((one) => one.sha === sha && one.parent === parent);
  if (waits || progress.seen.has(key) || sha === parent) return duplicate;
  const remembered = refusalsUnder(refusals, { gold: seals.gold, inputs });
  const detail = refusalOf(remembered, { sha, rules: rules.map(recordedRule) });
  if (detail !== null) return { code: "refused", detail };
  progress.seen.add(key);
  return null;
};

const seenKey = (parent: string, sha: string): string => `${parent}:${sha}`;

const duplicate: TurnedDown = {
  code: "duplicate",
  detail: "the same text was already judged on this genome, or waits for review",
};

const fresh = { vetted: false, drawn: false, differed: false };

const serverIn = (told: MeasuredElsewhere | null): Server | null => {
  if (told?.kind !== "measured" || told.worker === null) return null;
  const { run } = told.measured;
  if (run.outcome === "rejected") return null;
  const { durationMs: runMs, isolation } = run.facts;
  return { worker: told.worker, runMs, backend: isolation.backend };
};

interface Ran {
  readonly proposal: Proposal;
  readonly genome: KnownGenome;
  /** Why it never ran, else null. */
  readonly turnedDown: TurnedDown | null;
  readonly told: MeasuredElsewhere | null;
}

const entryFor = async (
  { loaded, progress }: RunningLoop,
  { proposal, genome, turnedDown, told }: Ran,
): Promise<Entry> => {
  const by = serverIn(told);
  const entry = { proposal, genome, by, checked: by === null, ...fresh };
  if (told?.kind === "measured")
    return {
      ...entry,
      candidate: await judgeCandidate(loaded, progress.inForce, proposal, told.measured),
    };
  if (told === null)
    return { ...entry, candidate: turnedAway(proposal, genome, turnedDown ?? duplicate) };
  progress.seen.delete(seenKey(progress.inForce.genome.sha, genome.sha));
  return { ...entry, candidate: lostCandidate(proposal, genome, told.detail) };
};
