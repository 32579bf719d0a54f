import { isTrusted } from "../../domain/genome.ts";
import type { Evaluators } from "../../domain/ports/evaluators.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { pathsOf } from "../../domain/project.ts";
import type { Proposer } from "../../domain/proposing.ts";
import { budgetSpent, nondeterministic } from "../../policy/tripwires/index.ts";
import { evaluatorsHere } from "../candidate/run.ts";
import { settleChallenges } from "../challenge/removal.ts";
import { Journal } from "../trail/journal.ts";
import { brokenTrail, type End, finish, type LoopResult } from "./finish.ts";
import { playRound } from "./round.ts";
import type { LoopRequest, Onlooker, RoundEnd, RunningLoop } from "./running-loop.ts";
import { type Start, startLoop } from "./start.ts";
import { haltCause } from "./stop-causes.ts";

import { trip } from "./trust.ts";

/** The bounded loop: rounds until it is perfect, stopped, tripped, parked or out of ideas. */
export const loop = (
  workspace: Workspace,
  request: LoopRequest,
  onlooker: Onlooker,
  interrupted: AbortSignal,
): Promise<LoopResult> =>
  workspace.ports.lock.holding("loop", async () => {
    refuseWhileStopped(workspace);
    await settleChallenges(workspace);
    const journal = await Journal.open(workspace.ports.trail, onlooker.event);
    const proposer = await workspace.ports.openProposer(workspace.settings.proposer.use.value);
    const halt = haltOn(workspace, interrupted);
    let evaluators: Evaluators | null = null;
    try {
      if (proposer.notHidden !== null) onlooker.note(proposer.notHidden);
      evaluators = await openEvaluators(workspace, proposer, onlooker);
      const { signal } = halt;
      return await run({ workspace, journal, request, onlooker, proposer, evaluators, signal });
    } finally {
      halt.forget();
      await evaluators?.close();
      await proposer.close();
    }
  });

/** Here, unless the operator names a queue. */
const openEvaluators = async (
  { settings, ports }: Workspace,
  { origin }: Proposer,
  { note }: Onlooker,
): Promise<Evaluators> => {
  if (settings.queue.url.value === null) return evaluatorsHere(ports);
  const mode = settings.isolation.value;
  const vouchedFor = origin !== null && isTrusted(origin);
  const withNamespaces = mode === "strict" || (mode === "auto" && !vouchedFor);
  return ports.openQueue(settings.queue.url.value, { withNamespaces, note });
};

const refuseWhileStopped = ({ project, ports }: Workspace): void => {
  const since = ports.killSwitch.standing();
  if (since !== null) throw Problem.of("stop-stands", { path: pathsOf(project.root).stop, since });
};

/** One signal for everything that ends a loop from outside; its reason says what it was. */
const haltOn = ({ ports, settings }: Workspace, interrupted: AbortSignal) => {
  const halt = new AbortController();
  const interrupt = (): void => halt.abort("interrupted");
  if (interrupted.aborted) interrupt();
  interrupted.addEventListener("abort", interrupt, { once: true });
  const unwatch = ports.killSwitch.watch(() => halt.abort("stopped"));
  const { minutes } = settings.budgets;
  const cancel =
    minutes.value === null
      ? () => {}
      : ports.after(minutes.value * 60_000, () => halt.abort("budget-time"));
  return {
    signal: halt.signal,
    forget: (): void => {
      interrupted.removeEventListener("abort", interrupt);
      unwatch();
      cancel();
    },
  };
};

const run = async (start: Start): Promise<LoopResult> => {
  const { journal, signal } = start;
  let running: RunningLoop | null = null;
  try {
    running = await startLoop(start);
    return await finish(start, running, await playAll(running));
  } catch (error) {
    if (error instanceof Problem && error.code === "trail-damaged" && running)
      return brokenTrail(start, running, error);
    const onRecord = journal.ledger.openRun === journal.run;
    if (!signal.aborted || !onRecord) throw error;
    return finish(start, running, await halted(start));
  } finally {
    await running?.standby.close();
    await start.workspace.ports.outputs.discarded();
  }
};

const playAll = async (running: RunningLoop): Promise<End> => {
  const { progress, request, nondeterminism } = running;
  if (nondeterminism)
    return ended(
      await trip(running, nondeterministic(null, nondeterminism.before, nondeterminism.now)),
      running,
    );
  for (;;) {
    running.signal.throwIfAborted();
    if (isPerfect(running)) return { stopReason: "perfect", tripwire: null };
    if (progress.rounds === request.maxIterations)
      return { stopReason: "max-iterations", tripwire: null };
    const end = await playRound(running);
    progress.rounds++;
    if (end.kind !== "next") return ended(end, running);
  }
};

const ended = (end: RoundEnd, running: RunningLoop): End => {
  switch (end.kind) {
    case "tripped":
      return { stopReason: "tripwire", tripwire: end.name };
    case "awaiting-review":
      return { stopReason: "awaiting-review", tripwire: null };
    case "halted":
      running.signal.throwIfAborted();
      throw new Error("a round was ended without a cause");
    default:
      return running.journal.ledger.pending.length > 0
        ? { stopReason: "awaiting-review", tripwire: null }
        : { stopReason: "saturated", tripwire: null };
  }
};

const halted = async ({ workspace, journal, signal }: Start): Promise<End> => {
  const cause = haltCause(signal);
  if (cause !== "budget-time") return { stopReason: cause, tripwire: null };
  const limit = workspace.settings.budgets.minutes.value ?? 0;
  await journal.record(budgetSpent(null, cause, limit, limit));
  return { stopReason: "tripwire", tripwire: cause };
};

const isPerfect = ({ progress: { inForce } }: RunningLoop): boolean => {
  const { score, total, fitness, holdoutFitness } = inForce.judgement.evaluation;
  return score === total && fitness === 1 && (holdoutFitness ?? 1) === 1;
};
