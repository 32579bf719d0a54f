import { isHeldOut } from "../cells/held-out.ts";
import { comparedRow, typedRow } from "../cells/typing.ts";
import type { Arena } from "../domain/arena.ts";
import type { ColumnType } from "../domain/columns.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import type { Assignment, Focus, InputRows, Rows, Standing } from "../domain/proposing.ts";
import { saidOf } from "../domain/settings.ts";
import { goldRows } from "./candidate/gold-rows.ts";

import type { LoadedProject, MeasuredGenome } from "./candidate/measure.ts";

/** More rows than this are a sample's work: a proposer gets the first of them. */
const mostInputRows = 50_000;
const mostGoldRows = 50_000;

/** What a proposer may see of the project; it stays the same while seals and feeds do. */
export interface Material {
  readonly inputs: readonly InputRows[];
  readonly gold: Rows;
}

export const materialOf = async (loaded: LoadedProject): Promise<Material> => ({
  inputs: inputRows(loaded),
  gold: await visibleGold(loaded.workspace),
});

const inputRows = ({ workspace, inputs }: LoadedProject): InputRows[] => {
  const share = Math.ceil(mostInputRows / inputs.length);
  return inputs.map((feed) => {
    const [header = [], ...rows] = firstOf(workspace.ports.feeds.rows(feed), share + 1);
    return { name: feed.name, header, rows };
  });
};

const firstOf = <Item>(items: Iterable<Item>, most: number): Item[] => {
  const first: Item[] = [];
  for (const item of items) {
    if (first.length === most) break;
    first.push(item);
  }
  return first;
};

const visibleGold = async ({ project: { arena }, ports }: Workspace): Promise<Rows> => {
  const rows: (readonly string[])[] = [];
  /** What nobody compares, nobody need explain. */
  const withoutIgnored = (cells: readonly string[]): readonly string[] =>
    cells.map((cell, at) => (arena.master.columns[at]?.ignore ? "" : cell));
  for await (const batch of goldRows(arena, ports.goldFiles(), ports.readCells)) {
    rows.push(...batch.filter((cells) => isVisible(arena, cells)).map(withoutIgnored));
    if (rows.length >= mostGoldRows) return rows.slice(0, mostGoldRows);
  }
  return rows;
};

const isVisible = (arena: Arena, cells: readonly string[]): boolean =>
  !isHeldOut(
    arena.name,
    arena.holdout,
    comparedRow(arena.master.columns, typedRow(arena.master.columns, cells)),
  );

export interface LoopSituation
  extends Pick<
    Assignment,
    "attempts" | "parked" | "refusedRules" | "candidates" | "round" | "seed"
  > {
  readonly inForce: MeasuredGenome;
}

export const assignmentFor = (
  { project: { arena }, settings }: Workspace,
  material: Material,
  { inForce, ...situation }: LoopSituation,
): Assignment => {
  const standing = standingOf(inForce);
  const { content, sha, origin } = inForce.genome;
  return {
    arena: { ...arena, limits: { ...arena.limits, memorised: saidOf(settings.memorised) } },
    genome: { text: Buffer.from(content).toString("utf8"), sha, origin },
    focus: focusFor(arena, standing),
    standing,
    ...material,
    ...situation,
  };
};

const standingOf = ({ run, judgement: { evaluation, feedback } }: MeasuredGenome): Standing => ({
  outcome: run.outcome,
  detail: run.outcome === "ok" || run.outcome === "rejected" ? "" : run.detail,
  ...feedback,
  fitness: evaluation.fitness,
});

/** Columns whose F1 differs by less are equally bad: then whole rows are amiss, not a column. */
const sameF1 = 0.02;

const focusOf: Record<ColumnType, Focus> = {
  number: "value_normalization",
  date: "date_normalization",
  text: "entity_cleanup",
};

/** Where a repair has the most to win: a sound run first, then the worst column, then the rows. */
export const focusFor = (arena: Arena, standing: Standing): Focus => {
  const contract = standing.checks.filter(({ name }) => name !== "matches_reference_output");
  if (standing.outcome !== "ok" || contract.some(({ passed }) => !passed))
    return "baseline_stability";
  const f1 = arena.master.columns.map(({ name, type }) => ({
    type,
    value: standing.metrics.columnF1[name] ?? 0,
  }));
  const values = f1.map(({ value }) => value);
  const worst = f1.find(({ value }) => value === Math.min(...values));
  return worst && Math.max(...values) - worst.value >= sameF1
    ? focusOf[worst.type]
    : "row_reconciliation";
};
