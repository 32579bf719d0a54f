import type { CheckScope } from "../cells/checks.ts";
import { type Arena, type Table, type TableName, tablesOf } from "../domain/arena.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import type { ReadCells } from "../domain/ports/running.ts";
import { type Damage, damages } from "../policy/damage/catalogue.ts";
import type { Sheet } from "../policy/damage/cells.ts";
import { undamaged } from "../policy/damage/files.ts";
import { type Gold, GoldBuilder } from "../policy/gold.ts";
import { goldRows } from "./candidate/gold-rows.ts";

import { judgeTables } from "./candidate/judge-tables.ts";

/** Enough to meet every kind of value of an arena: the audit is about the judge, not the data. */
const mostAuditedRows = 2000;
const mostBytes = Number.POSITIVE_INFINITY;

/** Writes one file of the audit into its scratch folder and says where it is. */
export type WriteScratch = (name: string, content: Uint8Array) => Promise<string>;

type About = Pick<Damage, "name" | "table" | "expected">;

export interface AuditFinding extends About {
  readonly noticed: boolean;
  /** The checks that fail with this damage and not without it. */
  readonly byChecks: readonly string[];
  readonly ok: boolean;
}

export interface AuditResult {
  /** How many gold rows were taken as the correct output. */
  readonly rows: number;
  readonly findings: readonly AuditFinding[];
  /** Damages for which this arena offers no place: nothing is known about those. */
  readonly notApplicable: readonly About[];
  readonly ok: boolean;
}

/** Damages correct output in every known way and shows which damages the judge notices. */
export const audit = async (
  arena: Arena,
  goldFiles: readonly string[],
  readCells: ReadCells,
  write: WriteScratch,
): Promise<AuditResult> => {
  const bench = await setUp(arena, goldFiles, readCells, write);
  const before = await failedChecks(bench, bench.correct, "all");
  const findings = [findingOf(nothing, before)];
  const notApplicable: About[] = [];
  for (const damage of damages) {
    const sheet = bench.sheets.get(damage.table);
    if (!sheet) continue;
    const content = damage.apply(sheet);
    if (content === null) notApplicable.push(aboutOf(damage));
    else findings.push(findingOf(damage, await failedWith(bench, damage, content), before));
  }
  return { rows: bench.gold.size, findings, notApplicable, ok: findings.every(({ ok }) => ok) };
};

interface Bench {
  readonly gold: Gold;
  readonly sheets: ReadonlyMap<TableName, Sheet>;
  /** Where the undamaged tables are. */
  readonly correct: ReadonlyMap<TableName, string>;
  readonly readCells: ReadCells;
  readonly write: WriteScratch;
}

const nothing: About = { name: "nothing changed", table: "master", expected: "ignored" };

const setUp = async (
  arena: Arena,
  goldFiles: readonly string[],
  readCells: ReadCells,
  write: WriteScratch,
): Promise<Bench> => {
  const rows = await firstRows(goldRows(arena, goldFiles, readCells));
  const gold = new GoldBuilder(arena);
  for (const row of rows) gold.add(row);
  const sheets = new Map<TableName, Sheet>();
  const correct = new Map<TableName, string>();
  for (const table of tablesOf(arena)) {
    const sheet = correctSheet(table, rows);
    sheets.set(table.name, sheet);
    correct.set(table.name, await write(`correct-${table.file}`, undamaged(sheet)));
  }
  return { gold: gold.build(), sheets, correct, readCells, write };
};

const firstRows = async (batches: AsyncIterable<string[][]>): Promise<string[][]> => {
  const rows: string[][] = [];
  for await (const batch of batches) {
    rows.push(...batch.slice(0, mostAuditedRows - rows.length));
    if (rows.length === mostAuditedRows) break;
  }
  return rows;
};

/** The gold as master, all of it repaired, and two failures with every cell filled. */
const correctSheet = ({ name, columns, required }: Table, rows: string[][]): Sheet => {
  const header = columns.map((column) => column.name);
  const failures = [1, 2].map((number) => header.map((column) => `${column} ${number}`));
  return { columns, required, header, rows: name === "failures" ? failures : rows };
};

/** A damaged master table must be noticed by its own checks, not by what repaired rows tell of it. */
const failedWith = async (
  bench: Bench,
  { name, table }: Damage,
  content: Uint8Array,
): Promise<string[]> => {
  const path = await bench.write(`${table}-${name.replace(/\W+/g, "-")}.csv`, content);
  const tables = new Map(bench.correct).set(table, path);
  return failedChecks(bench, tables, table === "master" ? "master-only" : "all");
};

const failedChecks = async (
  { gold, readCells }: Bench,
  tables: ReadonlyMap<TableName, string>,
  scope: CheckScope,
): Promise<string[]> => {
  const { evaluation } = await judgeTables(gold, tables, readCells, mostBytes, scope);
  return evaluation.checks.flatMap(({ name, passed }) => (passed ? [] : [name]));
};

const findingOf = (
  damage: About,
  failed: readonly string[],
  before: readonly string[] = [],
): AuditFinding => {
  const byChecks = failed.filter((check) => !before.includes(check));
  const noticed = byChecks.length > 0;
  return { ...aboutOf(damage), noticed, byChecks, ok: noticed === (damage.expected === "noticed") };
};

const aboutOf = ({ name, table, expected }: About): About => ({ name, table, expected });

/** Audits the judge with this project's arena and gold. */
export const auditJudge = ({ project, ports }: Workspace): Promise<AuditResult> =>
  ports.outputs.withScratch(({ write }) =>
    audit(project.arena, ports.goldFiles(), ports.readCells, write),
  );
