import type { LaneStep, WorkersSeen } from "../core/observe/workers-seen.ts";

export type LaneSign = "nothing" | "served" | "lost" | "cut-off" | "shut-out";

/** One place on a lane: what a person looks for first wins it. */
export interface LanePlace {
  readonly round: number;
  readonly sign: LaneSign;
  readonly runs: number;
  /** As a part of the most runs that any worker made in a round. */
  readonly share: number;
}

/** Every lane over the same rounds, the last so many. */
export const lanePlaces = (
  { lanes }: WorkersSeen,
  most: number,
): ReadonlyMap<string, readonly LanePlace[]> => {
  const steps = lanes.flatMap((lane) => lane.steps);
  const last = Math.max(0, ...steps.map(({ round }) => round));
  const first = Math.max(last - most + 1, Math.min(last, ...steps.map(({ round }) => round)));
  const highest = Math.max(1, ...steps.map(({ runs }) => runs));
  return new Map(
    lanes.map(({ worker, steps: own }) => [
      worker,
      last === 0
        ? []
        : Array.from({ length: last - first + 1 }, (_, at) => {
            const step = own.find(({ round }) => round === first + at);
            const runs = step?.runs ?? 0;
            return { round: first + at, sign: signOf(step), runs, share: runs / highest };
          }),
    ]),
  );
};

const signOf = (step: LaneStep | undefined): LaneSign => {
  if (!step) return "nothing";
  if (step.shutOut) return "shut-out";
  if (step.lost > 0) return "lost";
  if (step.cutOff > 0) return "cut-off";
  return step.runs > 0 ? "served" : "nothing";
};
