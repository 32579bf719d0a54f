import { relative } from "node:path";
import type { Workspace } from "../domain/ports.ts";
import { pathsOf } from "../domain/project.ts";
import type { Journal } from "./loop/journal.ts";

/** Puts the starter in force, on record before on disk; what it replaces is kept. */
export const restoreStarter = async (
  { project, ports }: Workspace,
  journal: Journal,
  by: "reset" | "fresh",
): Promise<void> => {
  const { genomes } = ports;
  const present = genomes.current();
  const from = present === undefined ? null : genomes.keep(present);
  const to = genomes.keep(genomes.starter());
  const path = relative(project.root, pathsOf(project.root).genome);
  await journal.record({
    type: "reset",
    by,
    from,
    to,
    origin: "starter",
    round: null,
    restored: from === to ? [] : [{ path, from, to }],
    preserved: [...ports.outputs.list()],
  });
  if (from !== to) genomes.replace(genomes.starter());
};
