import { join } from "node:path";
import type { BackendName, InputFile } from "../../../domain/run.ts";
import type { ProgramToStart } from "../../processes/start-program.ts";
import type { Bounds } from "../bounds.ts";
import { type NodeFacts, nodeFlags } from "../node.ts";
import type { OutputFolder } from "../output-folder.ts";
import type { RunFolder } from "../run-folder.ts";

/** What is to be started, before any way of containing it is chosen. */
export interface RunPlan {
  readonly node: NodeFacts;
  readonly bounds: Bounds;
  readonly runFolder: RunFolder;
  readonly runtimeFolder: string;
  /** The file in the runtime folder that Node starts with. */
  readonly entry: string;
  readonly inputs: readonly InputFile[];
}

/** Paths as the program sees them. */
export interface Places {
  readonly runtime: string;
  readonly job: string;
  readonly inputs: readonly string[];
  readonly output: string;
}

export const jobFolderName = "job";
export const jobFileName = "job.json";

/** A run that is set up. */
export interface Located {
  /** The program itself, or the first process of its namespace. */
  readonly pid: number;
  /** The program is a child of `pid`, which passes its death by signal on as 128 + n. */
  readonly wrapped: boolean;
  /** Where its tables appear. */
  readonly output: OutputFolder;
}

export interface Launch {
  readonly command: Omit<ProgramToStart, "env">;
  /** Null as long as what the set-up announced does not tell enough. */
  locate(announced: string, leader: number): Located | null;
}

/** One way of containing a run. */
export interface Backend {
  readonly name: BackendName;
  places(plan: RunPlan): Places;
  /** Throws `SetupFailed` where the machine lacks what it takes. */
  launch(plan: RunPlan, places: Places): Launch;
}

/** The command that runs the genome, with paths as seen from where it runs. */
export const nodeCommand = (
  { node, entry }: RunPlan,
  places: Places,
  v8Flags: readonly string[],
): string[] => [
  node.path,
  ...v8Flags,
  ...nodeFlags(node, {
    readable: [`${places.runtime}/*`, `${places.job}/*`, ...places.inputs],
    writable: [`${places.output}/*`],
  }),
  join(places.runtime, entry),
  join(places.job, jobFileName),
];

/** A sandbox could not be set up: nothing of the program has run. Never the program's fault. */
export class SetupFailed extends Error {
  override readonly name = "SetupFailed";
  /** It took too long, which says nothing about what this machine can do. */
  readonly slow: boolean;

  constructor(reason: string, slow = false) {
    super(reason);
    this.slow = slow;
  }
}
