import type { CheckScope } from "../../src/cells/checks.ts";
import {
  type Arena,
  arenaFileSchema,
  arenaFrom,
  type Table,
  type TableName,
} from "../../src/domain/arena.ts";
import { CellBatch } from "../../src/domain/cell-batch.ts";
import type { Judged } from "../../src/domain/evaluation.ts";
import { type Gold, GoldBuilder } from "../../src/policy/gold.ts";
import { openJudgement } from "../../src/policy/judge/judgement.ts";

export type Rows = readonly (readonly string[])[];

/** What a reader would tell of one table; the declared header unless another is given. */
export type Told =
  | { readonly header?: readonly string[]; readonly rows: Rows }
  | { readonly unreadable: string };

export const arenaWith = (file: object = {}): Arena =>
  arenaFrom(
    arenaFileSchema.parse({
      name: "test",
      tables: { master: ledger },
      holdout: 0,
      ...file,
    }),
  );

export const ledger = {
  file: "master.csv",
  columns: { date: "date", entity: "text", value: "number" },
  required: ["date", "entity", "value"],
};

export const threeTables = {
  master: ledger,
  repaired: { file: "repaired.csv", subsetOf: "master" },
  failures: {
    file: "failures.csv",
    columns: { id: "text", reason: "text", note: "text" },
    required: ["id", "reason"],
  },
};

export const goldOf = (arena: Arena, rows: Rows): Gold => {
  const gold = new GoldBuilder(arena);
  for (const row of rows) gold.add(row);
  return gold.build();
};

/** Judges tables given by hand; a table that is not given is there, with no rows. */
export const judgeRows = (
  gold: Gold,
  told: Partial<Record<TableName, Told>>,
  scope: CheckScope = "all",
): Judged => {
  const judgement = openJudgement(gold, scope);
  for (const table of judgement.order) {
    const feed = judgement.feed(table.name);
    const tell = told[table.name] ?? { rows: [] };
    if ("unreadable" in tell) feed.unreadable(tell.unreadable);
    else {
      const header = tell.header ?? headerOf(table);
      feed.header(header);
      feed.rows(batchOf(header.length, tell.rows));
    }
  }
  return judgement.finish();
};

/** A row that is too short reads as blank where it ends. */
export const batchOf = (width: number, rows: Rows): CellBatch =>
  CellBatch.of(rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? "")));

const headerOf = ({ columns }: Table): string[] => columns.map(({ name }) => name);

/** The master rows alone, judged by an arena that has no other table. */
export const judgeMaster = (gold: Gold, rows: Rows): Judged =>
  judgeRows(gold, { master: { rows } }, "master-only");

export const failedChecks = ({ evaluation }: Judged): string[] =>
  evaluation.checks.flatMap(({ name, passed }) => (passed ? [] : [name]));

export const detailOf = ({ evaluation }: Judged, check: string): string =>
  evaluation.checks.find(({ name }) => name === check)?.detail ?? `no check "${check}"`;
