import { type Arena, type Table, tablesOf } from "../../domain/arena.ts";
import type { Column } from "../../domain/columns.ts";
import type { Focus, Standing } from "../../domain/proposing.ts";
import { visible } from "../../domain/visible.ts";
import { dataLine } from "./fence.ts";

/** What the operator wants, and the tables that hold it. */
export const projectLines = (arena: Arena): string =>
  [
    `# The project\n${visible(arena.goal || arena.name, 2_000)}`,
    ...tablesOf(arena).map(tableLine),
    ...keyLine(arena),
    ...(arena.failures ? [failuresLine] : []),
  ].join("\n");

const tableLine = ({ name, columns, required }: Table): string => {
  if (name === "repaired")
    return '- table "repaired": the rows of master that took a repair, again';
  const typed = columns.map(
    (column) => `${JSON.stringify(column.name)} ${column.type}${rulesOf(column)}`,
  );
  const never = required.length > 0 ? `; never blank: ${required.join(", ")}` : "";
  return `- table "${name}": ${visible(typed.join(", ") + never, 4_000)}`;
};

const rulesOf = ({ name: _, type: __, ...rules }: Column): string =>
  Object.keys(rules).length === 0 ? "" : ` ${JSON.stringify(rules)}`;

const keyLine = ({ gold }: Arena): string[] => {
  if (gold.key.length === 0) return [];
  const key = visible(gold.key.join(", "), 500);
  const partial = gold.partial ? "; only some rows are known, the others are not compared" : "";
  return [`- a row of master is known by its ${key}${partial}`];
};

const failuresLine =
  "A row that no rule can settle goes to failures with its reason, not to master; no row is lost.";

const aims: Readonly<Record<Focus, string>> = {
  baseline_stability: "It does not run to its end. Make it run first.",
  value_normalization: "Look at the numbers first.",
  date_normalization: "Look at the dates first.",
  entity_cleanup: "Look at the text columns first.",
  row_reconciliation: "Look first at which rows come out at all, and how often.",
};

export const aimOf = (focus: Focus): string => `# Where to look\n${aims[focus]}`;

/** How the genome does on the rows that may be shown. */
export const standingLines = ({ outcome, detail, checks, metrics, fitness }: Standing): string => {
  const { referenceRows, matchedRows, missingRows, unexpectedRows, columnF1 } = metrics;
  const failed = checks.filter(({ passed }) => !passed);
  return [
    dataLine({ run: outcome, detail }),
    dataLine({ fitness: rounded(fitness), wantedRows: referenceRows, right: matchedRows }),
    dataLine({ missing: missingRows, unexpected: unexpectedRows }),
    ...(outcome === "ok" ? [agreementLine(columnF1)] : []),
    ...failed.slice(0, 40).map(({ name, detail: why }) => dataLine({ failedCheck: name, why })),
  ].join("\n");
};

const agreementLine = (columnF1: Standing["metrics"]["columnF1"]): string =>
  dataLine({
    agreementByColumn: Object.fromEntries(
      Object.entries(columnF1).map(([column, share]) => [column, rounded(share)]),
    ),
  });

const rounded = (share: number): number => Math.round(share * 1_000) / 1_000;
