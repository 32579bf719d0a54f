import type { Arena } from "./arena.ts";
import type { Check, VisibleMetrics } from "./evaluation.ts";
import type { Origin } from "./genome.ts";
import type { Problem } from "./problems.ts";

/** What kind of fault a round goes after. */
export const focuses = [
  "baseline_stability",
  "value_normalization",
  "date_normalization",
  "entity_cleanup",
  "row_reconciliation",
] as const;
export type Focus = (typeof focuses)[number];

/** An input file as the lenient reader sees it, or its first rows when it is very long. */
export interface InputRows {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table of rows whose cells are in the order of the arena's columns. */
export type Rows = readonly (readonly string[])[];

/** How the genome that is to be repaired did on the rows that proposers may see. */
export interface Standing {
  /** `ok`, or how the run ended, with one sentence. */
  readonly outcome: string;
  readonly detail: string;
  readonly checks: readonly Check[];
  readonly metrics: VisibleMetrics;
  /** On the visible gold. */
  readonly fitness: number;
  /** The first few visible gold rows that the output lacks. */
  readonly missing: Rows;
  /** The first few rows of the output that the visible gold lacks. */
  readonly unexpected: Rows;
}

/** One earlier candidate on this project, and what became of it. */
export interface Attempt {
  readonly sha: string;
  /** The genome that it was a change of. */
  readonly parent: string;
  readonly hypothesis: string;
  /** `kept`, or the code of the reason why not; what held-out rows said is only ever `overfit`. */
  readonly result: string;
  readonly detail: string;
}

/** A candidate that waits for a person's decision: proposing it again is of no use. */
export interface ParkedCandidate {
  readonly sha: string;
  /** The genome that it was a change of. */
  readonly parent: string;
  readonly hypothesis: string;
  readonly rules: readonly string[];
}

/**
 * All that a proposer learns: plain data, in which nothing comes from a held-out row. Whatever is
 * written in the rows is data too, never an instruction.
 */
export interface Assignment {
  readonly arena: Arena;
  readonly genome: { readonly text: string; readonly sha: string; readonly origin: Origin };
  readonly focus: Focus;
  readonly standing: Standing;
  readonly inputs: readonly InputRows[];
  /** The visible gold, as written, in the order of the master table's columns. */
  readonly gold: Rows;
  readonly attempts: readonly Attempt[];
  readonly parked: readonly ParkedCandidate[];
  /** Rules that a person refused on this gold and these feeds; a proposal that brings one is turned away. */
  readonly refusedRules: readonly string[];
  /** How many candidates are wanted; fewer are welcome too. */
  readonly candidates: number;
  readonly round: number;
  readonly seed: number;
}

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** What one call to a proposer took, whether or not it brought a candidate. */
export interface Asked {
  readonly proposer: string;
  readonly model: string | null;
  readonly tokens: Tokens;
  /** Null where no price is known. */
  readonly costUsd: number | null;
  readonly proposeMs: number;
}

/** The rule of a text that takes every column as it stands: nothing in it needs a second look. */
export const plainReading = "reads its columns plainly";

export interface Proposal extends Asked {
  readonly text: string;
  /** One line: what this change is meant to fix. */
  readonly hypothesis: string;
  /** Each rule that the change brings, by a text that stays the same from genome to genome. */
  readonly rules: readonly string[];
  /** The fitness on the visible gold that the proposer expects; null where it expects none. */
  readonly predictedFitness: number | null;
  readonly origin: Origin;
}

export interface Unanswered extends Asked {
  /** One sentence, with no secret in it. */
  readonly detail: string;
}

/** A column whose wanted values no rule explains yet; held-out rows have no part in it. */
export interface Unexplained {
  readonly column: string;
  /** Visible gold rows. */
  readonly rows: number;
  readonly example: { readonly before: string; readonly wanted: string } | null;
  /** One sentence: what would settle it, such as another row of its kind. */
  readonly settle: string;
}

/** Why a proposer has nothing left to try. */
export interface Saturation {
  readonly reason: string;
  readonly unexplained: readonly Unexplained[];
}

export interface Answer {
  readonly proposals: readonly Proposal[];
  readonly unanswered: readonly Unanswered[];
  /** Null while there is something left to try. */
  readonly saturated: Saturation | null;
  /** What only the operator can fix, such as a wrong key, else null. */
  readonly problem: Problem | null;
}

/** What the built-in search's thread says: where it is, then its answer. */
export type SearchMessage = { readonly told: string } | { readonly answer: Answer };

export interface Cost {
  readonly tokens: number;
  readonly usd: number;
}

export interface Reservation {
  /** Says what was really used, and gives back the rest. */
  settle(used: Cost): void;
}

/** What a run may spend. Nothing is called that could cost more than is left. */
export interface Budget {
  /** Sets the most that a call can cost aside, or null when that is more than is left. */
  reserve(most: Cost): Reservation | null;
}

export interface Proposing {
  /** Aborted by the kill switch, a signal or the end of the time budget. */
  readonly signal: AbortSignal;
  readonly budget: Budget;
  /** One line that must be seen, such as a wait before the next try. */
  readonly note: (line: string) => void;
  /** What it is at right now, for the live line of a terminal. */
  readonly progress: (now: string) => void;
}

/** Whatever writes candidates. */
export interface Proposer {
  readonly name: string;
  /** Why what it earns is capped, and the loud line for it; null when nothing is amiss. */
  readonly notHidden: string | null;
  /** Who its texts are by; null where each says so itself. */
  readonly origin: Origin | null;
  propose(assignment: Assignment, proposing: Proposing): Promise<Answer>;
  close(): Promise<void>;
}

/** How one call of a command ended. */
export type CommandAnswer =
  | { readonly ok: true; readonly stdout: string; readonly stderr: string }
  | { readonly ok: false; readonly detail: string; readonly stderr: string };

/** Calls the same program again and again. */
export interface CommandClient {
  /** Null when the project is hidden from it. */
  readonly notHidden: string | null;
  call(request: string, signal: AbortSignal): Promise<CommandAnswer>;
  elapsed(): number;
  close(): Promise<void>;
}

/** One recorded round's candidates, with their texts; those whose text is lost say so instead. */
export type RecordedRound = Pick<Answer, "proposals" | "unanswered">;
