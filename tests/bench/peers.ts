import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shipped } from "../support/finance.ts";
import { type Cost, costOf } from "./measure.ts";

const duckdb = "@duckdb/node-api@1.5.6-r.1";

const exceptAll = `
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const database = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await database.connect();
  for (const [table, path] of [["ours", process.argv[1]], ["theirs", process.argv[2]]])
    await connection.run(\`create table \${table} as select * from read_csv('\${path}', all_varchar = true)\`);
  const one = (a, b) => \`(select count(*) from (select * from \${a} except all select * from \${b}))\`;
  const found = await connection.runAndReadAll(\`select \${one("ours", "theirs")}, \${one("theirs", "ours")}\`);
  if (found.getRows()[0].some((count) => count !== 0n)) throw new Error("the tables differ");
`;

/** DuckDB reads both tables and looks for rows that only one of them has, copies counted. */
export const duckdbComparison = (table: string, gold: string): Cost =>
  costOf(process.execPath, ["--input-type=module", "-e", exceptAll, table, gold], duckdbFolder());

/** 70 MB that nobody needs but this bench, so they are installed aside when it first runs. */
const duckdbFolder = (): string => {
  const folder = shipped("node_modules/.cache/cleanloop-bench");
  if (existsSync(join(folder, "node_modules/@duckdb/node-api"))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  process.stderr.write(`installing ${duckdb} for the bench alone\n`);
  execFileSync("npm", ["install", "--silent", "--no-audit", duckdb], { cwd: folder });
  return folder;
};

const parsing = `
  import { createReadStream } from "node:fs";
  import { parse } from "csv-parse";
  createReadStream(process.argv[1]).pipe(parse()).resume();
`;

/** csv-parse reads a file from its start to its end, and nothing becomes of the rows. */
export const bareCsvParse = (feed: string): Cost =>
  costOf(process.execPath, ["--input-type=module", "-e", parsing, feed], shipped("."));
