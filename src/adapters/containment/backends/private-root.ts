import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { seemingMemoryMb, v8Flags } from "../heap.ts";
import { jobFolderName, type Places, type Task } from "./backend.ts";
import { nodeCommand } from "./node-command.ts";

/** Where things are in a root of the run's own. The output's name occurs nowhere else. */
export const privatePlaces = (task: Task): Places => ({
  runtime: "/runtime",
  job: "/job",
  inputs: task.inputs.map((_, index) => `/inputs/${index}.csv`),
  output: `/output-${randomBytes(8).toString("hex")}`,
});

export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly kind: "file" | "folder";
  readonly holds: "programs" | "data";
}

export interface PrivateRoot {
  /** All that the run sees of this machine; every mount is read-only. */
  readonly mounts: readonly Mount[];
  readonly command: readonly string[];
}

export const privateRoot = (task: Task, places: Places): PrivateRoot => {
  const memoryMb = seemingMemoryMb(task.bounds);
  const own = mounts(task, places);
  return memoryMb === null
    ? { mounts: own, command: nodeCommand(task, places, v8Flags(task.bounds)) }
    : {
        mounts: [...own, machineOf(memoryMb, task)],
        command: nodeCommand(task, places, []),
      };
};

const mounts = (task: Task, places: Places): Mount[] => [
  ...[task.node.path, ...task.node.libraries()].map(
    (path): Mount => ({ source: path, target: path, kind: "file", holds: "programs" }),
  ),
  folder(task.runtimeFolder, places.runtime),
  folder(join(task.workspace.folder, jobFolderName), places.job),
  ...task.inputs.map(
    ({ path }, index): Mount => ({
      source: path,
      target: places.inputs[index] ?? "",
      kind: "file",
      holds: "data",
    }),
  ),
];

const folder = (source: string, target: string): Mount => ({
  source,
  target,
  kind: "folder",
  holds: "data",
});

/** The file from which Node learns how much memory there is. */
const machineOf = (memoryMb: number, { workspace }: Task): Mount => {
  const processes = workspace.makeFolder("proc");
  workspace.write("proc/meminfo", `MemTotal: ${memoryMb * kbPerMb} kB\n`);
  return folder(processes, "/proc");
};

const kbPerMb = 1024;
