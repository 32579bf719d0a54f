import { tablesOf } from "../../domain/arena.ts";
import { isTrusted, type KnownGenome, type Rejection } from "../../domain/genome.ts";
import type { Evaluated, Evaluators, LostRun } from "../../domain/ports/evaluators.ts";
import type { Ports, Workspace } from "../../domain/ports/ports.ts";
import type { ContainedRun, InputFile } from "../../domain/run.ts";

import { limitsOf } from "../../domain/settings.ts";

/** What became of one genome: it never ran, or it ran and this was seen. */
export type GenomeRun =
  | { readonly outcome: "rejected"; readonly rejection: Rejection }
  | ContainedRun;

/** The same where somebody else may have made the run. */
export interface ToldRun {
  readonly run: GenomeRun | LostRun;
  /** Whose word it is; null where this process saw it. */
  readonly worker: string | null;
}

type RunsHere = Pick<Evaluators, "run">;

/** Runs in this machine's own sandbox. */
export const runsHere = ({ containment }: Pick<Ports, "containment">) => ({
  run: async (
    { program, inputs, tables, limits, outputFolder, options }: Parameters<Evaluators["run"]>[0],
    signal?: AbortSignal,
  ) => ({
    worker: null,
    run: await containment.run(
      { program: program.js, inputs, tables, limits, outputFolder },
      { ...options, ...(signal ? { signal } : {}) },
    ),
  }),
});

/** What runs candidates where nobody names a queue. */
export const evaluatorsHere = (ports: Pick<Ports, "containment" | "cores">): Evaluators => ({
  ...runsHere(ports),
  get sideBySide() {
    return ports.cores;
  },
  elsewhere: false,
  shutOut: () => {},
  isolationOf: () => null,
  news: () => [],
  close: async () => {},
});

/** Gate, then one contained run; its tables, if any, end up in the folder. */
export const runGenome = async (
  workspace: Workspace,
  genome: KnownGenome,
  inputs: readonly InputFile[],
  outputFolder: string,
  signal?: AbortSignal,
): Promise<GenomeRun> => {
  const { run } = runsHere(workspace.ports);
  return (await gateAndRun(workspace, genome, inputs, outputFolder, (order) => run(order, signal)))
    .run;
};

/** The same, with the run made by whoever makes them. */
export const runGenomeBy = (
  evaluators: RunsHere,
  workspace: Workspace,
  genome: KnownGenome,
  inputs: readonly InputFile[],
  outputFolder: string,
  signal: AbortSignal,
): Promise<ToldRun> =>
  gateAndRun(workspace, genome, inputs, outputFolder, (order) => evaluators.run(order, signal));

const gateAndRun = async <Run extends Evaluated["run"]>(
  { project, settings, ports }: Workspace,
  genome: KnownGenome,
  inputs: readonly InputFile[],
  outputFolder: string,
  make: (order: Parameters<Evaluators["run"]>[0]) => Promise<{ run: Run; worker: string | null }>,
): Promise<{ run: Run | Extract<GenomeRun, { outcome: "rejected" }>; worker: string | null }> => {
  const compiled = await ports.compiler.compile(genome.content);
  if (!compiled.ok)
    return { run: { outcome: "rejected", rejection: compiled.rejection }, worker: null };
  const { program } = compiled;
  const { run, worker } = await make({
    genome,
    program,
    inputs,
    tables: tablesOf(project.arena),
    limits: limitsOf(settings),
    outputFolder,
    options: { isolation: settings.isolation.value, allowProcess: isTrusted(genome.origin) },
  });
  if (run.outcome === "lost") return { run, worker };
  const stderr = await ports.compiler.inOwnLines(program, run.facts.stderr);
  return { run: { ...run, facts: { ...run.facts, stderr } }, worker };
};
