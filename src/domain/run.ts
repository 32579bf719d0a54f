import type { Table, TableName } from "./arena.ts";

/** How a run that began can end badly. */
export const failedOutcomes = [
  "timeout",
  "out_of_memory",
  "crash",
  "output_flood",
  "bad_output",
] as const;
/** `lost`: a worker elsewhere was to make the run, and no answer that counts came back. */
export const outcomes = ["ok", "rejected", ...failedOutcomes, "not_started", "lost"] as const;
export type Outcome = (typeof outcomes)[number];

export const bytesPerMb = 1_048_576;

export interface Limits {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly outputMb: number;
}

export interface InputFile {
  readonly name: string;
  readonly path: string;
}

/** One contained execution of one compiled genome. */
export interface Job {
  /** The genome as JavaScript; nothing but `cleanloop/kit` is imported by it. */
  readonly program: string;
  readonly inputs: readonly InputFile[];
  readonly tables: readonly Table[];
  readonly limits: Limits;
  /** An existing folder of ours; the run's tables are copied into it, under their declared names. */
  readonly outputFolder: string;
}

export const backendNames = ["bwrap", "unshare", "process"] as const;
export type BackendName = (typeof backendNames)[number];

export interface Layer {
  readonly name: string;
  readonly on: boolean;
  /** What the layer is for, or why it is off. */
  readonly detail: string;
}

export interface Isolation {
  readonly backend: BackendName;
  readonly layers: readonly Layer[];
}

/** What was observed from outside; never what the program says of itself. */
export interface RunFacts {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly durationMs: number;
  /** The most memory that was seen in use; null where nothing could be seen. */
  readonly peakMemoryMb: number | null;
  readonly violation: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly isolation: Isolation;
}

export type RunTables = ReadonlyMap<TableName, string>;

/** `detail` is one sentence for people: what happened, with the numbers. */
export type ContainedRun =
  | { readonly outcome: "ok"; readonly facts: RunFacts; readonly tables: RunTables }
  | {
      readonly outcome: (typeof failedOutcomes)[number];
      readonly facts: RunFacts;
      readonly detail: string;
    }
  | { readonly outcome: "not_started"; readonly facts: RunFacts; readonly detail: string };
