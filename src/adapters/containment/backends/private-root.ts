import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { seemingMemoryMb, v8Flags } from "../bounds.ts";

import { jobFolderName, nodeCommand, type Places, type RunPlan } from "./backend.ts";

/** Where things are in a root of the run's own. The output's name occurs nowhere else. */
export const privatePlaces = (plan: RunPlan): Places => ({
  runtime: "/runtime",
  job: "/job",
  inputs: plan.inputs.map((_, index) => `/inputs/${index}.csv`),
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

export const privateRoot = (plan: RunPlan, places: Places): PrivateRoot => {
  const memoryMb = seemingMemoryMb(plan.bounds);
  const own = mounts(plan, places);
  return memoryMb === null
    ? { mounts: own, command: nodeCommand(plan, places, v8Flags(plan.bounds)) }
    : {
        mounts: [...own, machineOf(memoryMb, plan)],
        command: nodeCommand(plan, places, []),
      };
};

const mounts = (plan: RunPlan, places: Places): Mount[] => [
  ...[plan.node.path, ...plan.node.libraries()].map(
    (path): Mount => ({ source: path, target: path, kind: "file", holds: "programs" }),
  ),
  folder(plan.runtimeFolder, places.runtime),
  folder(join(plan.runFolder.folder, jobFolderName), places.job),
  ...plan.inputs.map(
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
const machineOf = (memoryMb: number, { runFolder }: RunPlan): Mount => ({
  source: runFolder.write("meminfo", `MemTotal: ${memoryMb * kbPerMb} kB\n`),
  target: "/proc/meminfo",
  kind: "file",
  holds: "data",
});

const kbPerMb = 1024;
