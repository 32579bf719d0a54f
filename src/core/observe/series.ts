import type { Level } from "../../policy/trust/index.ts";
import type { RoundEvent, RoundRow } from "./round-row.ts";

export type DecisionCounts = Readonly<Record<RoundEvent["decision"], number>>;

export const noDecisions: DecisionCounts = {
  kept: 0,
  reverted: 0,
  rejected: 0,
  pending: 0,
  void: 0,
};

/** How things stood after a round, or after the last of several that share a point. */
export interface Point {
  readonly first: number;
  readonly round: number;
  /** Of the genome in force. */
  readonly fitness: number;
  readonly holdoutFitness: number | null;
  /** The best in force so far, since gold, arena or feeds were last changed. */
  readonly best: number;
  readonly bestHoldout: number | null;
  readonly level: Level;
  /** What was decided; a parked candidate that was approved since counts as kept. */
  readonly decisions: DecisionCounts;
}

/** Where a chart begins: what the first round had to beat. */
export const startBefore = (
  row: Pick<RoundRow, "round" | "fitnessBefore" | "holdoutBefore" | "level">,
): Point => ({
  first: row.round - 1,
  round: row.round - 1,
  fitness: row.fitnessBefore,
  holdoutFitness: row.holdoutBefore,
  best: row.fitnessBefore,
  bestHoldout: row.holdoutBefore,
  level: row.level,
  decisions: noDecisions,
});

const mostPoints = 512;

/** A history of any length in bounded memory: ever more rounds share one point. */
export class Series {
  #points: Point[] = [];
  #perPoint = 1;
  #added = 0;

  get points(): readonly Point[] {
    return this.#points;
  }

  get last(): Point | undefined {
    return this.#points.at(-1);
  }

  add(point: Point): void {
    const at = Math.floor(this.#added / this.#perPoint);
    const shared = this.#points[at];
    this.#points[at] = shared ? merged(shared, point) : point;
    this.#added++;
    if (this.#points.length === mostPoints && this.#added % this.#perPoint === 0) this.#thinOut();
  }

  /** The last round turned out otherwise, or trust moved after it. */
  correct(figures: Partial<Omit<Point, "round" | "first" | "decisions">>): void {
    const last = this.#points.at(-1);
    if (last) this.#points[this.#points.length - 1] = { ...last, ...figures };
  }

  /** A parked candidate was decided on: its round counts as what it became. */
  recount(round: number, from: keyof DecisionCounts, to: keyof DecisionCounts): void {
    const at = this.#points.findLastIndex(({ first }) => first <= round);
    const point = this.#points[at];
    if (point) this.#points[at] = { ...point, decisions: moved(point.decisions, from, to) };
  }

  #thinOut(): void {
    this.#points = this.#points.flatMap((point, at, all) => {
      const next = all[at + 1];
      return at % 2 === 1 ? [] : [next ? merged(point, next) : point];
    });
    this.#perPoint *= 2;
  }
}

const merged = (before: Point, after: Point): Point => ({
  ...after,
  first: before.first,
  decisions: added(before.decisions, after.decisions),
});

const added = (a: DecisionCounts, b: DecisionCounts): DecisionCounts => ({
  kept: a.kept + b.kept,
  reverted: a.reverted + b.reverted,
  rejected: a.rejected + b.rejected,
  pending: a.pending + b.pending,
  void: a.void + b.void,
});

export const moved = <Counts extends DecisionCounts>(
  counts: Counts,
  from: keyof DecisionCounts,
  to: keyof DecisionCounts,
): Counts => {
  const less = { ...counts, [from]: counts[from] - 1 };
  return { ...less, [to]: less[to] + 1 };
};
