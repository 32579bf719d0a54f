import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { bytesPerMb } from "../../../domain/run.ts";
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
        mounts: [...own, ...machineOf(memoryMb, task)],
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

/** Files by which Node learns how much memory it has; one folder does for both places. */
const machineOf = (memoryMb: number, { workspace }: Task): Mount[] => {
  const machine = dirname(workspace.makeFolder("machine/self"));
  workspace.write("machine/self/cgroup", "0::/\n");
  workspace.write("machine/memory.max", `${memoryMb * bytesPerMb}\n`);
  workspace.write("machine/memory.high", "max\n");
  return [folder(machine, "/proc"), folder(machine, "/sys/fs/cgroup")];
};
