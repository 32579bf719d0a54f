import {
  breaksRule,
  type PlannedCheck,
  plannedChecks,
  referenceCheck,
} from "../../cells/checks.ts";
import { csvLine } from "../../cells/csv-line.ts";
import { typedRow } from "../../cells/typing.ts";
import type { TableName } from "../../domain/arena.ts";
import type { Check } from "../../domain/evaluation.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { bytesPerMb, type RunTables } from "../../domain/run.ts";
import { GoldBuilder } from "../../policy/gold.ts";
import { judgeRun } from "../candidate/judge-tables.ts";

/** The judge's checks on tables whose right answer nobody knows: all but the gold's. */
export const auditTables = async (
  workspace: Workspace,
  tables: RunTables,
): Promise<readonly Check[]> => {
  const noGold = new GoldBuilder(workspace.project.arena).build();
  const { evaluation } = await judgeRun(workspace, noGold, tables);
  return evaluation.checks.filter(({ name }) => name !== referenceCheck);
};

/** How many rows each table has, its header aside. */
export const rowsIn = async (
  workspace: Workspace,
  tables: RunTables,
): Promise<ReadonlyMap<TableName, number>> => {
  const counts = new Map<TableName, number>();
  for (const [name, path] of tables) {
    let lines = 0;
    for await (const batch of workspace.ports.readTable(path, mostBytes(workspace)))
      lines += batch.length;
    counts.set(name, Math.max(0, lines - 1));
  }
  return counts;
};

const mostBytes = ({ settings }: Workspace): number => settings.outputMb.value * bytesPerMb;

const mostKept = 100;

type CellCheck = Extract<PlannedCheck, { about: "cells" }>;

/** The first rows that fail each failed check, as a table of their own. */
export const failingRows = async (
  workspace: Workspace,
  tables: RunTables,
  failed: readonly Check[],
): Promise<ReadonlyMap<string, string>> => {
  const names = new Set(failed.map(({ name }) => name));
  const checks = plannedChecks(workspace.project.arena, "all").filter(
    (check): check is CellCheck => check.about === "cells" && names.has(check.name),
  );
  const kept = new Map<string, string>();
  for (const check of checks) {
    const path = tables.get(check.table.name);
    if (path !== undefined)
      kept.set(`${check.name}.csv`, await rowsThatFail(workspace, check, path));
  }
  return kept;
};

const rowsThatFail = async (
  workspace: Workspace,
  { table, rule, columns }: CellCheck,
  path: string,
): Promise<string> => {
  const watched = table.columns.flatMap(({ name }, at) => (columns.includes(name) ? [at] : []));
  const lines = [csvLine(["row", ...table.columns.map(({ name }) => name)])];
  let row = -1;
  for await (const batch of workspace.ports.readTable(path, mostBytes(workspace)))
    for (const cells of batch) {
      row++;
      if (row === 0) continue;
      const typed = typedRow(table.columns, cells);
      if (watched.some((at) => breaksRule(rule, typed[at] ?? "t")))
        lines.push(csvLine([String(row), ...cells]));
      if (lines.length > mostKept) return lines.join("");
    }
  return lines.join("");
};
