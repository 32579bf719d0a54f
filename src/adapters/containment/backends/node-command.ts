import { join } from "node:path";
import { nodeFlags } from "../node.ts";
import { jobFileName, type Places, type Task } from "./backend.ts";

/** The command that runs the genome, with paths as seen from where it runs. */
export const nodeCommand = (
  { node, entry }: Task,
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
