import type { Arena, ColumnType } from "../domain/arena.ts";
import type { Focus, Standing } from "../domain/proposing.ts";

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
