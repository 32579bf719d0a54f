import type { Sha } from "../../domain/digest.ts";
import type { Seals, TripwireName } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { NotifyFailure } from "../../domain/ports/control.ts";
import type { Evaluators } from "../../domain/ports/evaluators.ts";
import type { MissingIsolation, StandbySandboxes } from "../../domain/ports/running.ts";
import type { Proposer, Saturation } from "../../domain/proposing.ts";
import type { Material } from "../assignment.ts";
import type { LoadedProject, MeasuredGenome } from "../candidate/measure.ts";
import type { ReviewSummary, Word } from "../review/review-summary.ts";
import type { Journal } from "../trail/journal.ts";
import type { LoopSpending } from "./spending.ts";

export type Reviewer = "human" | "judge";

export interface LoopRequest {
  readonly maxIterations: number;
  readonly reviewer: Reviewer;
  readonly forceReview: boolean;
  readonly fresh: boolean;
  readonly acceptChanges: boolean;
  readonly name: string | null;
  readonly seed: number;
  /** How many candidates a round may choose among. */
  readonly candidates: number;
}

/** What somebody who looks up from other work wants to know. */
export interface RoundStatus {
  readonly round: number;
  readonly fitness: number;
  readonly level: 0 | 1 | 2 | 3;
}

/** Whoever watches a loop, and may be asked. */
export interface Onlooker {
  readonly event: (event: TrailEvent) => void;
  /** What goes on right now; within a round, with how things stand. */
  readonly stage: (now: string, standing?: RoundStatus) => void;
  /** Namespaces are not to be had, so that trust is capped. */
  readonly missing: (missing: MissingIsolation) => void;
  readonly challenges: (files: readonly string[]) => void;
  /** One line that must not be overlooked. */
  readonly note: (line: string) => void;
  /** Null where nobody sits at a terminal. */
  readonly ask: ((summary: ReviewSummary, signal: AbortSignal) => Promise<Word>) | null;
}

/** Both fitnesses of two runs of the genome in force that left different tables. */
export interface Nondeterminism {
  readonly before: number;
  readonly now: number;
}

/** One run of the loop: what is fixed, and the few things that change with each round. */
export interface RunningLoop {
  readonly request: LoopRequest;
  readonly onlooker: Onlooker;
  readonly loaded: LoadedProject;
  readonly material: Material;
  readonly journal: Journal;
  readonly proposer: Proposer;
  readonly evaluators: Evaluators;
  readonly spending: LoopSpending;
  readonly seals: Seals;
  /** Digest of the feeds, as they were when the loop began. */
  readonly inputs: Sha;
  /** Of sealed files and feeds, when the seals were taken. */
  readonly fingerprint: string;
  readonly signal: AbortSignal;
  readonly standby: StandbySandboxes;
  readonly floor: number;
  /** Set when the genome in force gives other tables each time. */
  readonly nondeterminism: Nondeterminism | null;
  readonly progress: Progress;
}

export interface Progress {
  /** As it was when the loop began. */
  readonly before: MeasuredGenome;
  inForce: MeasuredGenome;
  rounds: number;
  kept: number;
  /** Whether trust has fallen in this run: the judge's word alone then commits nothing more. */
  demoted: boolean;
  /** Parent and text of everything that was judged in this run. */
  readonly seen: Set<string>;
  /** What the proposer said when it had nothing left to try, else null. */
  saturation: Saturation | null;
  readonly notifyFailures: (NotifyFailure & { readonly round: number })[];
}

/** What a round means for the loop. */
export type RoundEnd =
  | { readonly kind: "next" }
  | { readonly kind: "saturated" }
  | { readonly kind: "halted" }
  | { readonly kind: "awaiting-review" }
  | { readonly kind: "tripped"; readonly name: TripwireName };
