import type { Sha } from "../../domain/digest.ts";
import type { TripwireName } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { TrailHead } from "../../domain/ports/trail.ts";
import type { BackendName } from "../../domain/run.ts";
import { adviceFor } from "../../policy/tripwires/index.ts";
import { type Ledger, ledgerFold } from "../trail/ledger.ts";
import { type Focused, withRound } from "./focuses.ts";
import { changesTheYardstick, type Mark, marksOf } from "./marks.ts";
import { type ReviewDecided, type RoundEvent, type RoundRow, rowOf } from "./round-row.ts";
import { moved, noDecisions, type Point, Series, startBefore } from "./series.ts";
import { noSpending, type Spending, spentIn, withGain, withSpent } from "./spending.ts";
import { type WorkersSeen, withWorkers } from "./workers-seen.ts";

type Of<Type extends TrailEvent["type"]> = Extract<TrailEvent, { type: Type }>;

export interface Best {
  readonly round: number;
  readonly sha: Sha;
  readonly fitness: number;
  readonly holdoutFitness: number | null;
}

export interface Tripped {
  readonly name: TripwireName;
  readonly at: string;
  readonly round: number | null;
  /** One sentence with the numbers. */
  readonly detail: string;
  readonly lookAt: string;
  readonly command: string;
}

/** The red team's last turn, as recorded. */
export interface RedTeamSeen {
  readonly at: string;
  readonly backend: BackendName;
  readonly contained: number;
  readonly total: number;
  /** Those that got through. */
  readonly lost: readonly { readonly name: string; readonly evidence: string }[];
}

const redTeamIn = (event: Extract<Of<"sandbox">, { outcome: "red-team" }>): RedTeamSeen => ({
  at: event.at,
  backend: event.isolation.backend,
  contained: event.contained,
  total: event.total,
  lost: event.probes
    .filter(({ contained }) => !contained)
    .map(({ name, evidence }) => ({ name, evidence })),
});

/** The run of the loop that was heard of last. */
export interface SeenRun {
  readonly run: string;
  readonly name: string | null;
  readonly startedAt: string;
  readonly rounds: number;
  readonly kept: number;
  readonly finishedAt: string | null;
  /** Null while it goes on, or when it was killed. */
  readonly stopReason: string | null;
  readonly tripwire: TripwireName | null;
}

const mostMarks = 500;

/** Everything to see of a trail, in memory that does not grow with it. */
export class Gathering {
  readonly #limit: number;
  readonly #rows: RoundRow[] = [];
  readonly #marks: Mark[] = [];
  readonly series = new Series();
  start: Point | null = null;
  /** What those go by who change the project. */
  ledger: Ledger = ledgerFold.initial;
  /** Why trust is where it is; null while it never moved. */
  trustReason: string | null = null;
  caps: RoundEvent["trust"]["caps"] = [];
  best: Best | null = null;
  /** The best in force so far that later figures can be held against. */
  #highest: { readonly fitness: number; readonly holdoutFitness: number | null } | null = null;
  /** Whether feeds changed by a challenge since the last run. */
  #challenged = false;
  lastRun: SeenRun | null = null;
  tripped: Tripped | null = null;
  redTeam: RedTeamSeen | null = null;
  workers: WorkersSeen | null = null;
  totals = { ...noDecisions, rounds: 0 };
  spending: Spending = noSpending;
  focuses: readonly Focused[] = [];
  head: TrailHead | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get rows(): readonly RoundRow[] {
    return this.#rows;
  }

  get marks(): readonly Mark[] {
    return this.#marks;
  }

  add(event: TrailEvent): void {
    this.head = { seq: event.seq, hash: event.hash };
    this.#mark(event);
    this.ledger = ledgerFold.evolve(this.ledger, event);
    if (event.type === "run.started") this.#runStarted(event);
    if (event.type === "run.finished") this.#runFinished(event);
    if (event.type === "round") this.#addRound(event);
    if (event.type === "review.decided") this.#reviewDecided(event);
    if (event.type === "trust.changed") this.trustReason = event.detail;
    if (event.type === "tripwire") this.#trip(event);
    if (event.type === "sandbox" && event.outcome === "red-team") this.redTeam = redTeamIn(event);
    if (event.type === "worker" || event.type === "queue")
      this.workers = withWorkers(this.workers, event);
    this.series.correct({ level: this.ledger.trust.level });
  }

  #mark(event: TrailEvent): void {
    const marks = marksOf(event, this.ledger, this.#challenged);
    if (marks.some(changesTheYardstick)) {
      this.#highest = null;
      this.best = null;
    }
    if (event.type === "challenge") this.#challenged = true;
    if (event.type === "run.started") this.#challenged = false;
    this.#marks.push(...marks);
    if (this.#marks.length > mostMarks) this.#marks.splice(0, this.#marks.length - mostMarks);
  }

  #runStarted({ run, name, at }: Of<"run.started">): void {
    this.tripped = null;
    this.lastRun = {
      run,
      name,
      startedAt: at,
      rounds: 0,
      kept: 0,
      finishedAt: null,
      stopReason: null,
      tripwire: null,
    };
  }

  #runFinished({ run, at, stopReason, tripwire }: Of<"run.finished">): void {
    if (this.lastRun?.run === run)
      this.lastRun = { ...this.lastRun, finishedAt: at, stopReason, tripwire };
  }

  #trip({ name, at, round, detail }: Of<"tripwire">): void {
    this.tripped = { name, at, round, detail, ...adviceFor(name) };
  }

  #addRound(event: RoundEvent): void {
    const row = rowOf(event);
    this.start ??= startBefore(row);
    const { round, decision, fitnessBefore, holdoutBefore } = row;
    const kept = event.decision === "kept";
    this.#rows.push(row);
    if (this.#rows.length > this.#limit) this.#rows.shift();
    this.#count(event);
    const inForce = {
      fitness: (kept ? row.fitness : null) ?? fitnessBefore,
      holdoutFitness: kept ? row.holdoutFitness : holdoutBefore,
    };
    const highest = this.#raise(inForce);
    this.series.add({
      first: round,
      round,
      ...inForce,
      best: highest.fitness,
      bestHoldout: highest.holdoutFitness,
      level: this.ledger.trust.level,
      decisions: { ...noDecisions, [decision]: 1 },
    });
    if (event.decision === "kept") this.#countKept(row, event.chosen, inForce);
  }

  #count(event: RoundEvent): void {
    const { decision, trust, run } = event;
    this.totals = {
      ...this.totals,
      rounds: this.totals.rounds + 1,
      [decision]: this.totals[decision] + 1,
    };
    this.caps = trust.caps;
    this.spending = withSpent(this.spending, spentIn(event));
    this.focuses = withRound(this.focuses, event);
    if (this.lastRun?.run !== run) return;
    const { rounds, kept } = this.lastRun;
    const more = decision === "kept" ? 1 : 0;
    this.lastRun = { ...this.lastRun, rounds: rounds + 1, kept: kept + more };
  }

  #reviewDecided(event: ReviewDecided): void {
    const at = this.#rows.findLastIndex(({ round }) => round === event.round);
    const row = this.#rows[at];
    if (row) this.#rows[at] = { ...row, reviewed: event.decision };
    const became = event.decision === "approved" ? "kept" : "reverted";
    this.totals = moved(this.totals, "pending", became);
    this.series.recount(event.round, "pending", became);
    if (event.decision !== "approved") return;
    const { fitness, holdoutFitness } = event;
    const highest = this.#raise(event);
    this.series.correct({
      fitness,
      holdoutFitness,
      best: highest.fitness,
      bestHoldout: highest.holdoutFitness,
    });
    this.#countKept(event, event.sha, event);
  }

  #raise(inForce: Figures): Figures {
    const { fitness, holdoutFitness } = inForce;
    if (!this.#highest || fitness > this.#highest.fitness)
      this.#highest = { fitness, holdoutFitness };
    return this.#highest;
  }

  #countKept(
    { round, fitnessBefore }: { readonly round: number; readonly fitnessBefore: number },
    sha: Sha,
    { fitness, holdoutFitness }: Figures,
  ): void {
    if (fitness > fitnessBefore)
      this.spending = withGain(this.spending, round, fitness - fitnessBefore);
    if (!this.best || fitness > this.best.fitness)
      this.best = { round, sha, fitness, holdoutFitness };
  }
}

interface Figures {
  readonly fitness: number;
  readonly holdoutFitness: number | null;
}
