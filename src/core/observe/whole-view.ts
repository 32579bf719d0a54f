import type { TrailEvent } from "../../domain/events.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { eventsSince } from "../trail/read.ts";
import { ChecksInForce } from "./checks-before.ts";
import { Gathering } from "./gathering.ts";
import { overviewOf } from "./observe.ts";
import type { ProjectOverview } from "./overview.ts";
import type { ReviewDecided, RoundEvent, RoundRow } from "./round-row.ts";
import { type RoundStory, storyOf } from "./round-story.ts";

/** Everything that a page shows. */
export interface WholeView {
  /** Without its rounds, which are in `changed`. */
  readonly overview: ProjectOverview;
  /** Rounds that are new or turned out otherwise since the place asked for, the oldest first. */
  readonly changed: readonly RoundRow[];
  /** Of those, the ones shown whole. */
  readonly stories: readonly RoundStory[];
  /** The text in force; null where it is gone or was never recorded. */
  readonly genome: string | null;
  readonly columns: readonly string[];
}

export interface WholeObservation {
  /** Reads on, then shows what has changed since that event of the trail. */
  look(since: number): Promise<WholeView>;
}

/** Beyond so many, a page leaves the oldest out. */
const mostRows = 200_000;
const mostKept = 200;
const mostOthers = 100;

/** A round's event, and what was so before and after it. */
interface Kept {
  readonly event: RoundEvent;
  readonly reviewed: ReviewDecided | null;
  readonly checksBefore: readonly string[] | null;
}

/** A view of the whole trail for a page: a line for each round, and the telling ones whole. */
export const observeWhole = (workspace: Workspace): WholeObservation => {
  const reading = workspace.ports.trail.follow();
  const gathered = new Gathering(mostRows);
  const stories = new Telling();
  const changedAt = new Map<number, number>();
  const add = (event: TrailEvent): void => {
    gathered.add(event);
    stories.add(event);
    if (event.type === "round" || event.type === "review.decided")
      changedAt.set(event.round, event.seq);
  };
  return {
    look: async (since) => {
      for await (const event of eventsSince(workspace, reading, gathered.head)) add(event);
      const isNew = (round: number): boolean => (changedAt.get(round) ?? 0) > since;
      const changed = gathered.rows.filter(({ round }) => isNew(round));
      return {
        overview: { ...overviewOf(workspace, gathered), rounds: [] },
        changed,
        stories: stories.since(isNew).map((kept) => storyOf(workspace.ports, kept)),
        genome: textInForce(workspace, gathered),
        columns: workspace.project.arena.master.columns.map(({ name }) => name),
      };
    },
  };
};

/** The rounds that people look into first: kept or parked ones, and the last of the others. */
class Telling {
  readonly #checks = new ChecksInForce();
  readonly #kept: Kept[] = [];
  readonly #others: Kept[] = [];

  add(event: TrailEvent): void {
    if (event.type === "round") {
      const isKept = event.decision === "kept" || event.decision === "pending";
      const [list, most] = isKept ? [this.#kept, mostKept] : [this.#others, mostOthers];
      list.push({ event, reviewed: null, checksBefore: this.#checks.failed });
      if (list.length > most) list.shift();
    }
    if (event.type === "review.decided") {
      const at = this.#kept.findLastIndex((kept) => kept.event.round === event.round);
      const kept = this.#kept[at];
      if (kept) this.#kept[at] = { ...kept, reviewed: event };
    }
    this.#checks.add(event);
  }

  since(isNew: (round: number) => boolean): Kept[] {
    return [...this.#kept, ...this.#others]
      .filter(({ event }) => isNew(event.round))
      .sort((a, b) => a.event.round - b.event.round);
  }
}

const textInForce = ({ ports }: Workspace, { ledger }: Gathering): string | null => {
  try {
    const content = ledger.inForce
      ? ports.genomes.kept(ledger.inForce.sha)
      : ports.genomes.current();
    return content ? Buffer.from(content).toString() : null;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
};
