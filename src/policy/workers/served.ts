import type { EventDraft } from "../../domain/events.ts";
import { type BackendName, backendNames } from "../../domain/run.ts";

/** One run that a worker made in a round. */
export interface ServedRun {
  readonly worker: string;
  readonly runMs: number;
  readonly backend: BackendName;
  readonly differed: boolean;
}

type WorkerEvent = Extract<EventDraft, { type: "worker" }>;
type Served = Extract<WorkerEvent, { action: "served" }>;

/** The weakest of these ways to hold a program; null of none. */
export const weakest = (backends: readonly BackendName[]): BackendName | null =>
  backendNames.findLast((name) => backends.includes(name)) ?? null;

/** What each worker did in a round, by name. */
export const servedIn = (
  round: number,
  runs: readonly ServedRun[],
  losses: readonly { readonly worker: string }[],
): readonly Served[] => {
  const workers = [...new Set(runs.map(({ worker }) => worker))].sort();
  return workers.map((worker) => {
    const own = runs.filter((run) => run.worker === worker);
    return {
      type: "worker",
      action: "served",
      worker,
      round,
      runs: own.length,
      runMs: own.reduce((sum, { runMs }) => sum + runMs, 0),
      lost: losses.filter((one) => one.worker === worker).length,
      differed: own.filter(({ differed }) => differed).length,
      backend: weakest(own.map(({ backend }) => backend)) ?? "process",
    };
  });
};
