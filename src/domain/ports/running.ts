import type { CellBatch } from "../cell-batch.ts";
import type { ColumnsRead, Compiled, CompiledProgram, NamesAndLiterals } from "../genome.ts";
import type { IsolationMode } from "../isolation.ts";
import type { ContainedRun, Job } from "../run.ts";

export interface ContainmentOptions {
  readonly isolation: IsolationMode;
  /** Whether this text may run without namespaces; a text nobody vouched for may not. */
  readonly allowProcess: boolean;
  readonly signal?: AbortSignal;
}

export interface Compiler {
  compile(content: Uint8Array): Promise<Compiled>;
  namesAndLiterals(content: Uint8Array): Promise<NamesAndLiterals>;
  columnsRead(content: Uint8Array): Promise<ColumnsRead>;
  /** Makes places in the program's messages those of the genome as it was written. */
  inOwnLines(program: CompiledProgram, message: string): Promise<string>;
}

/** Why nothing stronger than the backend in use is available here, and how to get it. */
export interface MissingIsolation {
  readonly reason: string;
  readonly hint: string;
}

/** How many runs are likely to come from now on. */
export interface ComingRuns {
  /** On the feeds that the sandboxes were set up with. */
  readonly onFeeds: number;
  /** On small feeds that are made for one run, and come with its job. */
  readonly onOthers: number;
}

/** Sandboxes that stand ready for runs to come, each for one of them. */
export interface StandbySandboxes {
  /** None is kept ready for a run beyond these. */
  expect(runs: ComingRuns): void;
  /** Settles when the walls of those stand, so that they get ready whatever keeps us busy. */
  walled(): Promise<void>;
  /** Ends those that no run has taken. */
  close(): Promise<void>;
}

export interface StandbyOptions extends ContainmentOptions {
  /** How many may stand ready at once. */
  readonly slots: number;
  /** Whether one may stand ready before a run has shown which backend works here; it may be in vain. */
  readonly untried: boolean;
}

export interface Containment {
  run(job: Job, options: ContainmentOptions): Promise<ContainedRun>;
  /** Begins to keep sandboxes ready for runs on these inputs. */
  standBy(runs: Pick<Job, "inputs" | "limits">, options: StandbyOptions): Promise<StandbySandboxes>;
  /** Null when nothing is missing, or nothing has been tried yet. */
  missing(): Promise<MissingIsolation | null>;
}

/** A table that must be well formed; a batch of its rows lasts until the next one is asked for. */
export type ReadCells = (path: string, maxBytes: number) => AsyncIterable<CellBatch>;

/** The same rows as texts. */
export type ReadTable = (path: string, maxBytes: number) => AsyncIterable<string[][]>;
