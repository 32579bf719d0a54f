import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { jobFolderName, type Places, type Task } from "./backend.ts";

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

/** All that the run sees of this machine; every mount is read-only. */
export const mounts = (task: Task, places: Places): Mount[] => [
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
