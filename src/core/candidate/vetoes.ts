import type { TableName, VetoName } from "../../domain/arena.ts";
import type { KnownGenome } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { bytesPerMb, type InputFile, type RunTables } from "../../domain/run.ts";
import { Unreadable } from "../../domain/unreadable.ts";
import { type TableDigest, TableDigester } from "../../policy/compare-tables.ts";
import type { KeepFault } from "../../policy/keep.ts";
import { inParallel } from "../in-parallel.ts";
import type { LoadedProject, MeasuredGenome } from "./measure.ts";
import { type GenomeRun, runGenome } from "./run.ts";

export interface Veto {
  readonly name: VetoName;
  readonly passed: boolean;
  /** One sentence with the numbers. */
  readonly detail: string;
}

/** What all vetoes said, and what their further runs of the program showed beside that. */
export interface Vetting {
  readonly vetoes: readonly Veto[];
  /** Whether one of those runs tried something forbidden. */
  readonly violation: boolean;
  /** Why one of them could not be made, through no fault of the program; then no word counts. */
  readonly notStarted: string | null;
}

/** Whether a program that would be kept may be: every veto that the arena chose has its say. */
export const vet = async (
  loaded: LoadedProject,
  measured: MeasuredGenome,
  signal: AbortSignal,
): Promise<Vetting> => {
  const words = await wordsOn(loaded, measured, signal);
  return {
    vetoes: words.map(({ name, passed, detail }) => ({ name, passed, detail })),
    violation: words.some(({ further }) => further?.violation),
    notStarted: words.find(({ further }) => further?.notStarted)?.detail ?? null,
  };
};

/** What keeps a program from being kept after its vetting; null when nothing does. */
export const objectionIn = ({ vetoes, violation }: Vetting): KeepFault | null => {
  if (violation) return triedForbidden;
  const objection = vetoes.find(({ passed }) => !passed);
  return objection ? { code: "vetoed", detail: `${objection.name}: ${objection.detail}` } : null;
};

export const triedForbidden: KeepFault = {
  code: "not-contained",
  detail: "it tried something that is forbidden",
};

type Tables = ReadonlyMap<TableName, TableDigest>;

interface Word {
  readonly passed: boolean;
  readonly detail: string;
  /** Of the run that it rests on, where it needs another one. */
  readonly further?: { readonly violation: boolean; readonly notStarted: boolean };
}

const wordsOn = async (
  loaded: LoadedProject,
  measured: MeasuredGenome,
  signal: AbortSignal,
): Promise<readonly (Word & Pick<Veto, "name">)[]> => {
  const { run, genome } = measured;
  if (run.outcome !== "ok") throw new Error("only a contained run can be vetoed");
  const { project, ports } = loaded.workspace;
  const tables = digestsOf(loaded, run.tables); // while the further runs go on
  tables.catch(() => {}); // thrown below, when all of them have ended
  // No more at a time than elsewhere: a run must not time out because of the one beside it.
  return inParallel(ports.cores, project.arena.vetoes, async (name) => {
    switch (name) {
      case "deterministic":
        return {
          name,
          ...(await again(loaded, genome, tables, loaded.inputs, "inOrder", signal)),
        };
      case "order-free":
        return { name, ...(await shuffled(loaded, genome, tables, signal)) };
      case "conserves-rows":
        return { name, ...conserved(loaded, await tables) };
      case "splittable":
        return { name, ...(await inParts(loaded, genome, await tables, signal)) };
    }
  });
};

/** A second run that must leave the same tables. */
const again = async (
  loaded: LoadedProject,
  genome: KnownGenome,
  before: Promise<Tables>,
  inputs: readonly InputFile[],
  by: "inOrder" | "asMultiset",
  signal: AbortSignal,
): Promise<Word> => {
  return onRun(loaded.workspace, genome, inputs, signal, (run) =>
    compared(loaded, run, before, by),
  );
};

/** Makes a run, hands it on, and leaves nothing of it behind. */
const onRun = async <Told>(
  workspace: Workspace,
  genome: KnownGenome,
  inputs: readonly InputFile[],
  signal: AbortSignal,
  look: (run: GenomeRun) => Promise<Told>,
): Promise<Told> => {
  const { outputs } = workspace.ports;
  const folder = outputs.newRunFolder();
  try {
    const run = await runGenome(workspace, genome, inputs, folder, signal);
    signal.throwIfAborted();
    return await look(run);
  } finally {
    outputs.discard(folder);
  }
};

/** The same each time for the same text. */
const seedOf = ({ sha }: KnownGenome): number => Number.parseInt(sha.slice(0, 8), 16);

const compared = async (
  loaded: LoadedProject,
  run: GenomeRun,
  before: Promise<Tables>,
  by: "inOrder" | "asMultiset",
): Promise<Word> => {
  const failed = failureOf(run);
  if (run.outcome !== "ok") return failed;
  const what = by === "inOrder" ? "a second run" : "a run over shuffled rows";
  return {
    ...agreement(await before, await digestsOf(loaded, run.tables), by, what),
    further: failed.further,
  };
};

/** What a further run says that did not end well. */
const failureOf = (run: GenomeRun): Word & Required<Pick<Word, "further">> => {
  if (run.outcome === "rejected") throw new Error("a text that ran once is not turned away");
  const notStarted = run.outcome === "not_started";
  return {
    passed: false,
    detail: notStarted ? run.detail : `another run of it ended with ${run.outcome}`,
    further: { violation: run.facts.violation, notStarted },
  };
};

const agreement = (
  before: Tables,
  after: Tables,
  by: "inOrder" | "asMultiset",
  what: string,
): Word => {
  const other = [...before.keys()].find((name) => after.get(name)?.[by] !== before.get(name)?.[by]);
  return other === undefined
    ? { passed: true, detail: `${what} left the same tables` }
    : { passed: false, detail: `${what} left another ${other} table` };
};

const shuffled = (
  loaded: LoadedProject,
  genome: KnownGenome,
  before: Promise<Tables>,
  signal: AbortSignal,
): Promise<Word> => {
  const { feeds, outputs } = loaded.workspace.ports;
  return outputs.withScratch(async ({ path }) => {
    const inputs = feeds.shuffled(loaded.inputs, seedOf(genome), path);
    return again(loaded, genome, before, inputs, "asMultiset", signal);
  });
};

type FedProject = Pick<LoadedProject, "workspace" | "inputs">;

/** Why a genome may not clean a feed in parts, tested on the arena's feeds; null where it may. */
export const splitObjection = async (
  workspace: Workspace,
  genome: KnownGenome,
  signal: AbortSignal,
): Promise<string | null> => {
  const loaded = { workspace, inputs: await workspace.ports.feeds.open() };
  return onRun(workspace, genome, loaded.inputs, signal, async (run) => {
    if (run.outcome !== "ok") return `on the arena's own feeds it ends with ${run.outcome}`;
    const before = await digestsOf(loaded, run.tables);
    const { passed, detail } = await inParts(loaded, genome, before, signal);
    return passed ? null : detail;
  });
};

const mostParts = 8;

/** Runs over consecutive parts of the rows, whose tables one below the other must be the same. */
const inParts = (
  loaded: FedProject,
  genome: KnownGenome,
  before: Tables,
  signal: AbortSignal,
): Promise<Word> => {
  const { feeds, outputs } = loaded.workspace.ports;
  return outputs.withScratch(async ({ path }) => {
    const parts = feeds.cut(loaded.inputs, mostParts, seedOf(genome), path);
    const joined = new Map([...before.keys()].map((name) => [name, new TableDigester()]));
    let violation = false;
    for (const [at, inputs] of parts.entries()) {
      const failed = await onRun(loaded.workspace, genome, inputs, signal, async (run) => {
        const word = failureOf(run);
        if (run.outcome !== "ok") return word;
        violation ||= word.further.violation;
        for (const [name, table] of run.tables)
          await digestInto(loaded, joined.get(name), table, at > 0);
        return null;
      });
      if (failed) return failed;
    }
    const after = new Map([...joined].map(([name, digester]) => [name, digester.digest()]));
    const what = `runs over ${parts.length} parts of the rows, one after the other,`;
    const further = { violation, notStarted: false };
    return { ...agreement(before, after, "inOrder", what), further };
  });
};

/** It counts, and cannot see one row dropped and another doubled. */
const conserved = ({ workspace, inputs }: LoadedProject, tables: Tables): Word => {
  const given = inputs.reduce((sum, feed) => sum + workspace.ports.feeds.countFilled(feed), 0);
  const master = tables.get("master")?.rows ?? 0;
  const failures = tables.get("failures")?.rows ?? 0;
  return allRowsKept(given, master, failures);
};

/** Whether as many rows came out as went in. */
export const allRowsKept = (
  given: number,
  master: number,
  failures: number,
): Pick<Veto, "passed" | "detail"> => ({
  passed: given === master + failures,
  detail: `${given} input rows with content; ${master} in master and ${failures} in failures`,
});

/** What each table of a run holds. */
export const digestsOf = async (loaded: FedProject, tables: RunTables): Promise<Tables> => {
  const digests = new Map<TableName, TableDigest>();
  for (const [name, path] of tables) {
    const digester = new TableDigester();
    await digestInto(loaded, digester, path, false);
    digests.set(name, digester.digest());
  }
  return digests;
};

const digestInto = async (
  { workspace: { ports, settings } }: FedProject,
  digester: TableDigester | undefined,
  path: string,
  withoutHeader: boolean,
): Promise<void> => {
  let skip = withoutHeader ? 1 : 0;
  try {
    for await (const rows of ports.readTable(path, settings.outputMb.value * bytesPerMb)) {
      digester?.take(rows.slice(skip));
      skip = 0;
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    digester?.breakOff(error.message);
  }
};
