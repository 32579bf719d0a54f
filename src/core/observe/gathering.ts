import type { Sha } from "../../domain/digest.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { TrailHead } from "../../domain/ports/trail.ts";
import { type Ledger, ledgerFold } from "../trail/ledger.ts";
import { type ReviewDecided, type RoundEvent, type RoundRow, rowOf } from "./round-row.ts";

export interface Best {
  readonly round: number;
  readonly sha: Sha;
  readonly fitness: number;
  readonly holdoutFitness: number | null;
}

/** The run that was heard of last. */
export interface LastRun {
  readonly run: string;
  readonly name: string | null;
  readonly startedAt: string;
  /** Null while it goes on, or when it was killed. */
  readonly stopReason: string | null;
  readonly tripwire: string | null;
}

/** Everything to see of a trail, in memory that does not grow with it. */
export class Gathering {
  readonly #limit: number;
  readonly #rows: RoundRow[] = [];
  readonly #series = new Series();
  /** What those go by who change the project. */
  ledger: Ledger = ledgerFold.initial;
  /** Why trust is where it is; null while it never moved. */
  trustReason: string | null = null;
  caps: RoundEvent["trust"]["caps"] = [];
  best: Best | null = null;
  lastRun: LastRun | null = null;
  total = 0;
  kept = 0;
  head: TrailHead | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get rows(): readonly RoundRow[] {
    return this.#rows;
  }

  get series(): readonly Point[] {
    return this.#series.points;
  }

  add(event: TrailEvent): void {
    this.head = { seq: event.seq, hash: event.hash };
    this.ledger = ledgerFold.evolve(this.ledger, event);
    if (event.type === "run.started") this.#runStarted(event);
    if (event.type === "run.finished") this.#runFinished(event);
    if (event.type === "round") this.#addRound(event);
    if (event.type === "review.decided") this.#reviewDecided(event);
    if (event.type === "trust.changed") this.trustReason = event.detail;
  }

  #runStarted({ run, name, at }: Extract<TrailEvent, { type: "run.started" }>): void {
    this.lastRun = { run, name, startedAt: at, stopReason: null, tripwire: null };
  }

  #runFinished({ run, stopReason, tripwire }: Extract<TrailEvent, { type: "run.finished" }>): void {
    if (this.lastRun?.run === run) this.lastRun = { ...this.lastRun, stopReason, tripwire };
  }

  #addRound(event: RoundEvent): void {
    const row = rowOf(event);
    const kept = event.decision === "kept";
    this.total++;
    this.caps = event.trust.caps;
    this.#rows.push(row);
    if (this.#rows.length > this.#limit) this.#rows.shift();
    this.#series.add({
      round: row.round,
      fitness: (kept ? row.fitness : null) ?? row.fitnessBefore,
      holdoutFitness: kept ? row.holdoutFitness : row.holdoutBefore,
    });
    if (event.decision === "kept")
      this.#countKept(row.round, event.chosen, row.fitness ?? 0, row.holdoutFitness);
  }

  #reviewDecided(event: ReviewDecided): void {
    const at = this.#rows.findLastIndex(({ round }) => round === event.round);
    const row = this.#rows[at];
    if (row) this.#rows[at] = { ...row, reviewed: event.decision };
    if (event.decision !== "approved") return;
    const { round, sha, fitness, holdoutFitness } = event;
    this.#series.correct({ fitness, holdoutFitness });
    this.#countKept(round, sha, fitness, holdoutFitness);
  }

  #countKept(round: number, sha: Sha, fitness: number, holdoutFitness: number | null): void {
    this.kept++;
    if (!this.best || fitness > this.best.fitness)
      this.best = { round, sha, fitness, holdoutFitness };
  }
}

/** The fitness in force after a round. */
export interface Point {
  readonly round: number;
  readonly fitness: number;
  readonly holdoutFitness: number | null;
}

const mostPoints = 512;

/** A history of any length in bounded memory: ever more rounds share one point, the last of them. */
export class Series {
  #points: Point[] = [];
  #perPoint = 1;
  #added = 0;

  get points(): readonly Point[] {
    return this.#points;
  }

  add(point: Point): void {
    this.#points[Math.floor(this.#added / this.#perPoint)] = point;
    this.#added++;
    if (this.#points.length === mostPoints && this.#added % this.#perPoint === 0) this.#thinOut();
  }

  /** The last round turned out otherwise: what was parked is in force now. */
  correct(figures: Omit<Point, "round">): void {
    const last = this.#points.at(-1);
    if (last) this.#points[this.#points.length - 1] = { ...last, ...figures };
  }

  #thinOut(): void {
    this.#points = this.#points.filter((_, at) => at % 2 === 1);
    this.#perPoint *= 2;
  }
}
