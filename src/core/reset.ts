import { relative } from "node:path";
import { sha256 } from "../domain/digest.ts";
import type { Workspace } from "../domain/ports.ts";
import { pathsOf } from "../domain/project.ts";
import { sameBytes } from "./genome.ts";

export interface ResetResult {
  readonly dryRun: boolean;
  /** False when the starter already was the genome. */
  readonly changed: boolean;
  readonly restored: readonly string[];
  /** Where the replaced genome is kept; null when there was nothing to keep. */
  readonly savedAs: string | null;
  readonly preserved: readonly string[];
}

/** Puts the starter back in force; the genome it replaces and all evidence stay. */
export const reset = async (
  workspace: Workspace,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ResetResult> => {
  const { ports } = workspace;
  if (dryRun) return planned(workspace, true);
  return ports.lock.holding("reset", async () => {
    const plan = planned(workspace, false);
    const { genomes } = ports;
    const present = genomes.current();
    const from = present === undefined ? null : genomes.keep(present);
    const to = genomes.keep(genomes.starter());
    const restored = plan.restored.map((path) => ({ path, from, to }));
    await ports.trail.record({
      type: "reset",
      by: "reset",
      from,
      to,
      origin: "starter",
      round: null,
      restored,
      preserved: [...plan.preserved],
    });
    if (plan.changed) genomes.replace(genomes.starter());
    return plan;
  });
};

const planned = ({ project, ports }: Workspace, dryRun: boolean): ResetResult => {
  const starter = ports.genomes.starter();
  const present = ports.genomes.current();
  const changed = present === undefined || !sameBytes(present, starter);
  return {
    dryRun,
    changed,
    restored: changed ? [relative(project.root, pathsOf(project.root).genome)] : [],
    savedAs: changed && present ? `.output/genomes/${sha256(present)}.ts` : null,
    preserved: ports.outputs.list(),
  };
};
