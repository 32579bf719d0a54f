import type { Table } from "../arena.ts";
import type { EventDraft } from "../events.ts";
import type { CompiledProgram, KnownGenome } from "../genome.ts";
import type { BackendName, ContainedRun, InputFile, Limits } from "../run.ts";
import type { ContainmentOptions } from "./running.ts";

/** A contained run that somebody is to make: here, or a worker elsewhere. */
export interface EvaluationOrder {
  readonly genome: KnownGenome;
  readonly program: CompiledProgram;
  readonly inputs: readonly InputFile[];
  readonly tables: readonly Table[];
  readonly limits: Limits;
  /** An existing folder of ours, for the run's tables. */
  readonly outputFolder: string;
  readonly options: Omit<ContainmentOptions, "signal">;
}

/** No answer that counts came back: the genome had no part in it. */
export interface LostRun {
  readonly outcome: "lost";
  readonly detail: string;
}

export interface Evaluated {
  readonly run: ContainedRun | LostRun;
  /** Whose word it is; null where it was seen by this process itself. */
  readonly worker: string | null;
}

/** What goes on record of workers, and of the way to them. */
export type WorkerEvent = Extract<EventDraft, { type: "worker" | "queue" }>;

/** Where a candidate's contained run happens. */
export interface Evaluators {
  /** How many runs may be under way at the same time. */
  readonly sideBySide: number;
  /** Whether other machines make them. */
  readonly elsewhere: boolean;
  run(order: EvaluationOrder, signal: AbortSignal): Promise<Evaluated>;
  /** Gives that worker no more to do, and hears no more of it. */
  shutOut(worker: string): void;
  /** How that worker said it holds programs when it enrolled; null for one that is not known. */
  isolationOf(worker: string): BackendName | null;
  /** What is to go on record since the last call, in order. */
  news(round: number): readonly WorkerEvent[];
  close(): Promise<void>;
}

/** What a loop asks of the workers that may serve it. */
export interface WorkersWanted {
  /** Whether its texts may run only where namespaces hold them. */
  readonly withNamespaces: boolean;
  /** One line that must not be overlooked. */
  readonly note: (line: string) => void;
}
