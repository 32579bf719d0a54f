import type { Sha } from "../../domain/digest.ts";
import type { Seals } from "../../domain/event-parts.ts";
import type { AtWork } from "../../domain/ports/control.ts";
import type { TripwireDistance } from "../../policy/tripwires/index.ts";
import type { Level, Mode, TrustState } from "../../policy/trust/index.ts";
import type { Pending } from "../trail/ledger.ts";
import type { Artifact } from "./artifacts.ts";
import type { Focused } from "./focuses.ts";
import type { Best, RedTeamSeen, SeenRun, Tripped } from "./gathering.ts";
import type { Mark } from "./marks.ts";
import type { RoundRow } from "./round-row.ts";
import type { DecisionCounts, Point } from "./series.ts";
import type { Spending } from "./spending.ts";
import type { WorkersSeen } from "./workers-seen.ts";

/*
 * The one view of a project that `observe`, its JSON, the report and the dashboard all show: plain
 * data, folded from the trail and the artifacts beside it. Texts in it are as they were recorded,
 * so anyone who shows them makes them safe first. Fields are added, never taken away.
 */
export interface ProjectOverview {
  readonly project: string;
  readonly goal: string;
  /** The last of them, the oldest first. */
  readonly rounds: readonly RoundRow[];
  readonly totals: DecisionCounts & { readonly rounds: number };
  readonly latest: RoundRow | null;
  /** Since gold, arena or feeds were last changed: what was reached before counts for nothing now. */
  readonly best: Best | null;
  /** How things stood before the first round; null before there was one. */
  readonly start: Point | null;
  /** All rounds, the oldest first; neighbours share a point where there are very many. */
  readonly series: readonly Point[];
  /** What else happened on the way, the oldest first; of very many the last. */
  readonly marks: readonly Mark[];
  readonly trust: TrustSeen;
  readonly tripwires: readonly Omit<TripwireDistance, "numbers">[];
  /** The tripwire that ended the last run; null where none did, or a run has begun since. */
  readonly tripped: Tripped | null;
  readonly spending: Spending;
  /** What rounds went after, the one in vain for longest first. */
  readonly focuses: readonly Focused[];
  readonly pending: readonly Pending[];
  readonly artifacts: readonly Artifact[];
  /** What came of the last red team; null where none is on record. */
  readonly redTeam: RedTeamSeen | null;
  /** Who ran candidates elsewhere; null where nobody ever did. */
  readonly workers: WorkersSeen | null;
  /** The names of the arena's checks, in the order in which they are always shown. */
  readonly checks: readonly string[];
  /** The genome in force, as the trail tells. */
  readonly genome: { readonly sha: Sha; readonly origin: string } | null;
  /** As last recorded. */
  readonly seals: Seals | null;
  readonly lastRun: SeenRun | null;
  /** Whoever changes the project at this moment; null when nobody does. */
  readonly running: AtWork | null;
  /** Since when the kill switch stands, or null. */
  readonly stopped: string | null;
  /** What to type now. */
  readonly next: NextStep;
  /** How many events the trail holds. */
  readonly events: number;
  readonly head: Sha | null;
}

export interface TrustSeen {
  readonly level: Level;
  readonly name: string;
  /** What people in the field call it. */
  readonly elsewhere: string;
  readonly mode: Mode;
  /** What made the last round's mode stricter than the level's own. */
  readonly caps: readonly string[];
  readonly window: TrustState["window"];
  readonly windowSize: number;
  readonly rollingScore: number | null;
  readonly reason: string;
  readonly next: string;
}

/** What a project needs now, in one word. */
export type Situation =
  | "empty"
  | "running"
  | "stopped"
  | "tripped"
  | "parked"
  | "cut-short"
  | "perfect"
  | "never-kept"
  | "saturated"
  | "going";

/** The one command to type next. */
export interface NextStep {
  readonly situation: Situation;
  readonly command: string;
  /** Why this one. */
  readonly why: string;
  /** What it cannot do, so that nobody need be afraid of it. */
  readonly safe: string;
}
