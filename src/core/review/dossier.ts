import type { Evaluation } from "../../domain/evaluation.ts";
import type { Genome } from "../../domain/genome.ts";
import { bytesPerMb } from "../../domain/run.ts";
import { type RowChanges, RowComparison } from "../../policy/row-changes.ts";
import type { Pending } from "../ledger.ts";
import type { Bench, Measured } from "../trial/bench.ts";

/** All that a person needs to decide on a candidate. */
export interface Dossier {
  readonly pending: Pending;
  readonly columns: readonly string[];
  readonly before: { readonly text: string; readonly evaluation: Evaluation };
  readonly after: { readonly text: string; readonly evaluation: Evaluation };
  readonly rows: RowChanges;
}

/** A person's word on a candidate. */
export type Word =
  | { readonly say: "approve" }
  | { readonly say: "reject"; readonly reason: string }
  | { readonly say: "quit" };

export const dossierOf = async (
  bench: Bench,
  pending: Pending,
  before: Measured,
  after: Measured,
): Promise<Dossier> => ({
  pending,
  columns: bench.workspace.project.arena.master.columns.map(({ name }) => name),
  before: { text: textOf(before.genome), evaluation: before.judged.evaluation },
  after: { text: textOf(after.genome), evaluation: after.judged.evaluation },
  rows: await rowChanges(bench, before, after),
});

const textOf = ({ content }: Genome): string => Buffer.from(content).toString("utf8");

const rowChanges = async (bench: Bench, before: Measured, after: Measured): Promise<RowChanges> => {
  const comparison = new RowComparison();
  for await (const row of masterRows(bench, before)) comparison.before(row);
  for await (const row of masterRows(bench, after)) comparison.after(row);
  return comparison.changes();
};

async function* masterRows(
  { workspace: { ports, settings } }: Bench,
  { trial }: Measured,
): AsyncGenerator<readonly string[]> {
  const path = trial.outcome === "ok" ? trial.tables.get("master") : undefined;
  if (path === undefined) return;
  let header = true;
  for await (const batch of ports.readTable(path, settings.outputMb.value * bytesPerMb)) {
    yield* header ? batch.slice(1) : batch;
    header = false;
  }
}
