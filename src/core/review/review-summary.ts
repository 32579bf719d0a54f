import type { Evaluation } from "../../domain/evaluation.ts";
import type { KnownGenome } from "../../domain/genome.ts";
import { Problem } from "../../domain/problems.ts";
import { Unreadable } from "../../domain/unreadable.ts";
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
  rows: await rowChanges(loaded, pending, before, after),
});

const textOf = ({ content }: KnownGenome): string => Buffer.from(content).toString("utf8");

/** What could be read when it was judged need not be readable on the feeds of today. */
const rowChanges = async (
  loaded: LoadedProject,
  { review }: Pending,
  before: MeasuredGenome,
  after: MeasuredGenome,
): Promise<RowChanges> => {
  if (after.run.outcome !== "ok")
    throw notShown(review, `on these feeds its run ended with ${after.run.outcome}`);
  const comparison = new RowComparison();
  try {
    for await (const row of masterRows(loaded, before)) comparison.before(row);
    for await (const row of masterRows(loaded, after)) comparison.after(row);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw notShown(review, `a master table ${error.message}`);
  }
  return comparison.changes();
};

const notShown = (review: string, finding: string): Problem =>
  Problem.of("rows-not-shown", { review, finding });

const masterRows = ({ workspace }: LoadedProject, { run }: MeasuredGenome) =>
  rowsOfTable(workspace, run.outcome === "ok" ? run.tables : new Map(), "master");
