import type { TrailEvent } from "../../domain/events.ts";
import type { BackendName } from "../../domain/run.ts";

/** What a worker had a part in, in one round. */
export interface LaneStep {
  readonly round: number;
  readonly runs: number;
  readonly lost: number;
  readonly cutOff: number;
  readonly shutOut: boolean;
}

export interface WorkerLane {
  readonly worker: string;
  /** As it enrolled; null for one that was refused. */
  readonly enrolled: {
    readonly backend: BackendName;
    readonly concurrency: number;
    readonly contained: number;
    readonly total: number;
  } | null;
  readonly state: "serving" | "refused" | "shut-out";
  /** Why it serves no longer, or never did; else null. */
  readonly why: string | null;
  readonly runs: number;
  readonly runMs: number;
  readonly lost: number;
  readonly cutOff: number;
  readonly differed: number;
  /** The last of them, the oldest first. */
  readonly steps: readonly LaneStep[];
}

/** The workers of the last run that had any. */
export interface WorkersSeen {
  readonly run: string;
  /** In the order in which they came; of very many the last. */
  readonly lanes: readonly WorkerLane[];
  readonly quarantined: readonly { readonly genome: string; readonly detail: string }[];
  /** When the loop itself could not reach its queue. */
  readonly outages: readonly {
    readonly round: number;
    readonly waiting: number;
    readonly detail: string;
  }[];
}

const mostLanes = 200;
const mostSteps = 200;
const mostIncidents = 50;

type WorkerEvent = Extract<TrailEvent, { type: "worker" }>;
type QueueEvent = Extract<TrailEvent, { type: "queue" }>;

export const withWorkers = (
  before: WorkersSeen | null,
  event: WorkerEvent | QueueEvent,
): WorkersSeen => {
  const { run } = event;
  const seen = before?.run === run ? before : { run, lanes: [], quarantined: [], outages: [] };
  if (event.type === "queue") {
    const { round, waiting, detail } = event;
    return {
      ...seen,
      outages: [...seen.outages, { round, waiting, detail }].slice(-mostIncidents),
    };
  }
  if (event.action === "quarantined") {
    const { genome, detail } = event;
    const quarantined = [...seen.quarantined, { genome, detail }].slice(-mostIncidents);
    return { ...seen, quarantined };
  }
  const known = seen.lanes.some(({ worker }) => worker === event.worker);
  const lanes = known ? seen.lanes : [...seen.lanes, newLane(event.worker)].slice(-mostLanes);
  return {
    ...seen,
    lanes: lanes.map((lane) => (lane.worker === event.worker ? laneAfter(lane, event) : lane)),
  };
};

const newLane = (worker: string): WorkerLane => ({
  worker,
  enrolled: null,
  state: "serving",
  why: null,
  runs: 0,
  runMs: 0,
  lost: 0,
  cutOff: 0,
  differed: 0,
  steps: [],
});

const laneAfter = (lane: WorkerLane, event: WorkerEvent): WorkerLane => {
  switch (event.action) {
    case "enrolled": {
      const { isolation, concurrency, redTeam } = event;
      const { contained, total } = redTeam;
      const enrolled = { backend: isolation.backend, concurrency, contained, total };
      return { ...lane, enrolled };
    }
    case "refused":
      return { ...lane, state: "refused", why: event.detail };
    case "served":
      return {
        ...withStep(lane, event.round, { runs: event.runs }),
        runs: lane.runs + event.runs,
        runMs: lane.runMs + event.runMs,
        differed: lane.differed + event.differed,
      };
    case "lost":
      return { ...withStep(lane, event.round, { lost: 1 }), lost: lane.lost + 1 };
    case "cut-off":
      return { ...withStep(lane, event.round, { cutOff: 1 }), cutOff: lane.cutOff + 1 };
    case "shut-out":
      return {
        ...withStep(lane, event.round, { shutOut: true }),
        state: "shut-out",
        why: event.detail,
      };
    case "quarantined":
      return lane;
  }
};

const withStep = (lane: WorkerLane, round: number, more: Partial<LaneStep>): WorkerLane => {
  const last = lane.steps.at(-1);
  const blank = { round, runs: 0, lost: 0, cutOff: 0, shutOut: false };
  const { runs, lost, cutOff, shutOut } = last?.round === round ? last : blank;
  const step = {
    round,
    runs: runs + (more.runs ?? 0),
    lost: lost + (more.lost ?? 0),
    cutOff: cutOff + (more.cutOff ?? 0),
    shutOut: shutOut || (more.shutOut ?? false),
  };
  const before = last?.round === round ? lane.steps.slice(0, -1) : lane.steps;
  return { ...lane, steps: [...before, step].slice(-mostSteps) };
};
