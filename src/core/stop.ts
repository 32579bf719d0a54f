import { relative } from "node:path";
import type { Workspace } from "../domain/ports/ports.ts";

import { pathsOf } from "../domain/project.ts";

export interface StopResult {
  readonly path: string;
  /** Whether the switch stands now. */
  readonly standing: boolean;
  /** False when it already was as asked. */
  readonly changed: boolean;
}

/** Ends a running loop within a second, and keeps the next from starting; or lets it start again. */
export const stop = (
  { project, ports }: Workspace,
  { clear }: { readonly clear: boolean },
): StopResult => {
  const path = relative(project.root, pathsOf(project.root).stop);
  if (clear) return { path, standing: false, changed: ports.killSwitch.clear() };
  const stood = ports.killSwitch.standing() !== null;
  ports.killSwitch.pull();
  return { path, standing: true, changed: !stood };
};
