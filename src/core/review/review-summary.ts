import type { Evaluation } from "../../domain/evaluation.ts";
import type { KnownGenome } from "../../domain/genome.ts";
import { type RowChanges, RowComparison } from "../../policy/compare-tables.ts";
import { rowsOfTable } from "../candidate/judge-tables.ts";
import type { LoadedProject, MeasuredGenome } from "../candidate/measure.ts";
import type { Pending } from "../trail/ledger.ts";

/** All that a person needs to decide on a candidate. */
export interface ReviewSummary {
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

export const reviewSummary = async (
  loaded: LoadedProject,
  pending: Pending,
  before: MeasuredGenome,
  after: MeasuredGenome,
): Promise<ReviewSummary> => ({
  pending,
  columns: loaded.workspace.project.arena.master.columns.map(({ name }) => name),
  before: { text: textOf(before.genome), evaluation: before.judgement.evaluation },
  after: { text: textOf(after.genome), evaluation: after.judgement.evaluation },
  rows: await rowChanges(loaded, before, after),
});

const textOf = ({ content }: KnownGenome): string => Buffer.from(content).toString("utf8");

const rowChanges = async (
  loaded: LoadedProject,
  before: MeasuredGenome,
  after: MeasuredGenome,
): Promise<RowChanges> => {
  const comparison = new RowComparison();
  for await (const row of masterRows(loaded, before)) comparison.before(row);
  for await (const row of masterRows(loaded, after)) comparison.after(row);
  return comparison.changes();
};

const masterRows = ({ workspace }: LoadedProject, { run }: MeasuredGenome) =>
  rowsOfTable(workspace, run.outcome === "ok" ? run.tables : new Map(), "master");
