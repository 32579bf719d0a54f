import type { Proposal } from "../../domain/proposing.ts";
import { byFitness, chosenFirst, hasViolation, isKeepable } from "../../policy/rounds/chosen.ts";
import { answersToCheck } from "../../policy/workers/spot-checks.ts";
import { vetCandidate } from "../candidate/record.ts";
import { checkHere } from "./check-here.ts";
import { discardFolders, type Entry, runAll } from "./run-candidates.ts";
import type { RunningLoop } from "./running-loop.ts";

/** Runs a round's candidates and judges them; the best that could be kept must pass the vetoes. */
export const runCandidates = async (
  loop: RunningLoop,
  proposals: readonly Proposal[],
  round: number,
  vetoing: () => void,
): Promise<readonly Entry[]> => {
  const entries = await runAll(loop, proposals);
  try {
    drawSample(loop, entries, round).forEach((entry) => {
      entry.drawn = true;
    });
    for (let step = nextStep(entries); step; step = nextStep(entries))
      if (step.does === "check") await checkHere(loop, entries, step.entry, round);
      else {
        vetoing();
        await vetEntry(loop, step.entry);
      }
    return entries;
  } catch (error) {
    discardFolders(loop, entries);
    throw error;
  }
};

/** Some of what workers say is run again here although nothing hangs on it. */
const drawSample = (
  { loaded, request, seals }: RunningLoop,
  entries: readonly Entry[],
  round: number,
): readonly Entry[] => {
  const answers = entries.flatMap((entry) =>
    entry.by === null ? [] : [{ entry, worker: entry.by.worker, genome: entry.genome.sha }],
  );
  const share = loaded.workspace.settings.queue.checkShare.value;
  return answersToCheck(answers, share, request.seed, round, seals.gold).map(({ entry }) => entry);
};

type Step = { readonly does: "check" | "veto"; readonly entry: Entry };

/** What must still be done before the round can be decided; null when nothing is. */
const nextStep = (entries: readonly Entry[]): Step | null => {
  const suspect = entries.find((entry) => !entry.checked && (entry.drawn || isGrave(entry)));
  if (suspect) return { does: "check", entry: suspect };
  const keepable = entries
    .filter(({ candidate }) => isKeepable(candidate.record))
    .sort((a, b) => byFitness(a.candidate.record, b.candidate.record));
  const best = keepable.some(({ vetted }) => vetted) ? undefined : keepable[0];
  // The vetoes cost runs of their own, so only the best are put to them, until one passes.
  if (best) return { does: best.checked ? "veto" : "check", entry: best };
  const [first] = [...entries].sort((a, b) => chosenFirst(a.candidate.record, b.candidate.record));
  return first && !first.checked ? { does: "check", entry: first } : null;
};

/** A worker's word that would cost trust at once, whatever else the round brings. */
const isGrave = ({ candidate: { record } }: Entry): boolean =>
  hasViolation(record) || (record.outcome === "ok" && record.fitness === 0);

/** Its tables may be kept next, so they go to the disk beside that. */
const vetEntry = async ({ loaded, signal }: RunningLoop, entry: Entry): Promise<void> => {
  entry.vetted = true;
  const { measured } = entry.candidate;
  const { outputs } = loaded.workspace.ports;
  if (measured?.run.outcome === "ok") outputs.makeDurable(measured.run.tables).catch(() => {}); // told when they are to be kept
  entry.candidate = await vetCandidate(loaded, entry.candidate, signal);
};
