import type { Sha } from "../digest.ts";
import type { ContainedRun, Isolation, Job } from "../run.ts";
import type { Compiler, Containment } from "./running.ts";

/** What our hostile programs came to on the worker's machine. */
export interface RedTeamRecord {
  readonly contained: number;
  readonly total: number;
  readonly notContained: readonly string[];
}

/** What a worker says of itself to every loop. */
export interface Enrolment {
  readonly concurrency: number;
  readonly isolation: Isolation;
  readonly redTeam: RedTeamRecord;
}

/** A run that a loop wants, its feeds and its folder on this machine. */
export interface ReceivedOrder {
  readonly genome: Uint8Array;
  readonly job: Omit<Job, "program">;
  /** Whether its loop would have it run without namespaces too. */
  readonly allowProcess: boolean;
}

/** Its loop's clock runs from `begins` on: before, the order may wait for another loop's run to end. */
export type MakeRun = (
  order: ReceivedOrder,
  begins: () => void,
  signal: AbortSignal,
) => Promise<ContainedRun>;

/** What became of one order; `handed back`: another worker may have it. */
export type WorkerNews =
  | { readonly type: "loop"; readonly loop: string; readonly detail: "admitted" | "gone" }
  | { readonly type: "refused"; readonly loop: string; readonly detail: string }
  | { readonly type: "began"; readonly loop: string; readonly genome: Sha }
  | {
      readonly type: "ended";
      readonly loop: string;
      readonly genome: Sha;
      /** As its run ended, or why it did not. */
      readonly outcome: string;
      readonly durationMs: number;
    }
  | { readonly type: "queue"; readonly reachable: boolean };

export interface WorkerLink {
  /** As loops know it. */
  readonly name: string;
  /** The queue without its password. */
  readonly queue: string;
  /** What an operator should know of it, else null. */
  readonly warning: string | null;
  /** Serves every loop that admits it until the signal; then hands back what is under way. */
  serve(
    enrolment: Enrolment,
    make: MakeRun,
    hear: (news: WorkerNews) => void,
    signal: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

/** What a worker has besides the queue: it needs no project. */
export interface WorkerTools {
  readonly link: WorkerLink;
  readonly compiler: Pick<Compiler, "compile">;
  readonly containment: Containment;
  /** The strongest that this machine has. */
  readonly probe: (signal: AbortSignal) => Promise<Isolation>;
  readonly cores: number;
  /** A folder outside of any project, gone afterwards. */
  readonly withScratch: <T>(work: (path: string) => Promise<T>) => Promise<T>;
  /** What was found under this build, Node, kernel and isolation before; null when nothing was. */
  readonly redTeamBefore: (isolation: Isolation) => RedTeamRecord | null;
  readonly keepRedTeam: (isolation: Isolation, record: RedTeamRecord) => void;
}
