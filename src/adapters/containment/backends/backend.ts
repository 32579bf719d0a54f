import type { BackendName, InputFile } from "../../../domain/run.ts";
import type { ProgramToStart } from "../../processes/start-program.ts";
import type { Bounds } from "../bounds.ts";
import type { NodeFacts } from "../node.ts";
import type { OutputFolder } from "../output-folder.ts";
import type { Workspace } from "../workspace.ts";

/** What is to be started, before any way of containing it is chosen. */
export interface Task {
  readonly node: NodeFacts;
  readonly bounds: Bounds;
  readonly workspace: Workspace;
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
  places(task: Task): Places;
  /** Throws `SetupFailed` where the machine lacks what it takes. */
  launch(task: Task, places: Places): Launch;
}
