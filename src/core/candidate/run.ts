import { tablesOf } from "../../domain/arena.ts";
import { isTrusted, type KnownGenome, type Rejection } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { ContainedRun, InputFile } from "../../domain/run.ts";

import { limitsOf } from "../../domain/settings.ts";

/** What became of one genome: it never ran, or it ran and this was seen. */
export type GenomeRun =
  | { readonly outcome: "rejected"; readonly rejection: Rejection }
  | ContainedRun;

/** Gate, then one contained run; its tables, if any, end up in the folder. */
export const runGenome = async (
  { project, settings, ports }: Workspace,
  genome: KnownGenome,
  inputs: readonly InputFile[],
  outputFolder: string,
  signal?: AbortSignal,
): Promise<GenomeRun> => {
  const compiled = await ports.compiler.compile(genome.content);
  if (!compiled.ok) return { outcome: "rejected", rejection: compiled.rejection };
  const { program } = compiled;
  const run = await ports.containment.run(
    {
      program: program.js,
      inputs,
      tables: tablesOf(project.arena),
      limits: limitsOf(settings),
      outputFolder,
    },
    {
      isolation: settings.isolation.value,
      allowProcess: isTrusted(genome.origin),
      ...(signal ? { signal } : {}),
    },
  );
  const stderr = await ports.compiler.inOwnLines(program, run.facts.stderr);
  return { ...run, facts: { ...run.facts, stderr } };
};
