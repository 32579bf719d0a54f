import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { strictCells } from "../../../src/adapters/strict-rows.ts";
import { judgeTables, loadGold } from "../../../src/core/candidate/judge-tables.ts";
import type { TableName } from "../../../src/domain/arena.ts";
import { CellBatch } from "../../../src/domain/cell-batch.ts";
import type { Judged } from "../../../src/domain/evaluation.ts";
import type { Gold } from "../../../src/policy/gold.ts";
import {
  arenaWith,
  detailOf,
  failedChecks,
  ledger,
  threeTables,
} from "../../policy/judging-by-hand.ts";
import { asOrdinaryUser } from "../../support/ordinary-user.ts";
import { thoroughly } from "../../support/soak.ts";

const folder = mkdtempSync(join(tmpdir(), "cleanloop-judging-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const fileOf = (content: string | Uint8Array): string => {
  const path = join(folder, `${files++}.csv`);
  writeFileSync(path, content);
  return path;
};

const arena = arenaWith({ tables: threeTables });
const right = "date,entity,value\n2024-01-05,Ada,10\n2024-01-06,Bo,20.5\n";

const load = (...contents: (string | Uint8Array)[]): Promise<Gold> =>
  loadGold(arena, contents.map(fileOf), strictCells);

describe("the gold", () => {
  it("is all its files together", async () => {
    const gold = await load(right, "date,entity,value\n2024-01-05,Ada,10\n");
    expect([gold.size, gold.rows.size]).toEqual([3, 2]);
  });

  it("may have its columns in another order", async () => {
    const gold = await load("value,date,entity\n10,2024-01-05,Ada\n");
    expect(gold.rows.cellsAt(0)).toEqual(["d2024-01-05", "tAda", "n10"]);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["is empty", "", /^gold \S+\.csv is empty$/],
    ["has only a header", "date,entity,value\n", /has a header, but no row$/],
    ["lacks a column", "date,entity\n2024-01-05,Ada\n", /lacks the column "value"$/],
    [
      "has a column misnamed",
      "date,entity,Value\n2024-01-05,Ada,1\n",
      /lacks the column "value" \(and has "Value", which arena.json does not declare\)$/,
    ],
    [
      "has a column too many",
      "date,entity,value,note\n2024-01-05,Ada,1,x\n",
      /has the column "note", which arena.json does not declare$/,
    ],
    ["has a column twice", "date,entity,value,date\n1,2,3,4\n", /has the column "date" twice$/],
    ["has a ragged row", `${right}2024-01-07,Cy\n`, /has 3 columns, but 2 cells in row 3$/],
    [
      "has an open quote",
      `${right}2024-01-07,"Cy,1\n`,
      /has a quote that never closes, opened in line 4$/,
    ],
    ["is UTF-16", Buffer.from(`\ufeff${right}`, "utf16le"), /is UTF-16, not UTF-8$/],
    ["is Latin-1", Buffer.from(right.replace("Ada", "Zoë"), "latin1"), /is not UTF-8$/],
    ["holds NUL bytes", `${right}\0`, /holds NUL bytes$/],
  ])("that %s is one clear problem", async (_, content, message) => {
    await expect(load(content)).rejects.toMatchObject({
      code: "bad-gold",
      exit: 2,
      message: expect.stringMatching(message),
    });
  });

  it("that is not there is named", async () => {
    const path = join(folder, "none.csv");
    await expect(loadGold(arena, [path], strictCells)).rejects.toMatchObject({
      code: "bad-gold",
      message: `gold ${path} does not exist`,
    });
  });

  it("is named when it is a challenge's", async () => {
    const paths = [fileOf(right), fileOf("date,entity,value\n")];
    await expect(loadGold(arena, paths, strictCells)).rejects.toThrow(paths[1]);
  });
});

describe("tables in files", () => {
  const sound = new Map<TableName, string>();
  let gold: Gold;

  beforeAll(async () => {
    sound.set("master", fileOf(right));
    sound.set("repaired", fileOf("date,entity,value\n"));
    sound.set("failures", fileOf("id,reason,note\n7,no amount,\n"));
    gold = await load(right);
  });

  const judge = (table: TableName, path: string, maxBytes = 1e9): Promise<Judged> =>
    judgeTables(gold, new Map(sound).set(table, path), strictCells, maxBytes);

  it("that are right pass every check", async () => {
    const { evaluation } = await judgeTables(gold, sound, strictCells, 1e9);
    expect([evaluation.score, evaluation.total, evaluation.fitness]).toEqual([14, 14, 1]);
  });

  it("may be judged as a master table alone", async () => {
    const master = new Map([["master", fileOf(right)] as const]);
    const { evaluation } = await judgeTables(gold, master, strictCells, 1e9, "master-only");
    expect([evaluation.score, evaluation.total]).toEqual([8, 8]);
  });

  it("that were never written fail", async () => {
    const judged = await judgeTables(gold, new Map(), strictCells, 1e9);
    expect(judged.evaluation.score).toBe(0);
    expect(detailOf(judged, "can_read_output")).toBe("master.csv was not written");
  });

  it.each<[string, () => string, string]>([
    ["is not there", () => join(folder, "none.csv"), "does not exist"],
    ["is a folder", () => folder, "is not a plain file"],
    ["is empty", () => fileOf(""), "has no header"],
    ["is torn", () => fileOf(`${right}2024-01-0`), "has 3 columns, but 1 cells in row 3"],
    [
      "has an open quote",
      () => fileOf(`${right}"`),
      "has a quote that never closes, opened in line 4",
    ],
    ["holds NUL bytes", () => fileOf(`${right}\0,,\n`), "holds NUL bytes"],
    ["is Latin-1", () => fileOf(Buffer.from("é,b,c\n", "latin1")), "is not UTF-8"],
    [
      "has a field of 20 MB",
      () => fileOf(`${right}"${"x".repeat(20_000_000)}",b,c\n`),
      "has a row larger than 1048576 bytes at line 4; its quote is still open",
    ],
  ])("a master table that %s fails with the reason", async (_, path, reason) => {
    const judged = await judge("master", path());
    expect(detailOf(judged, "can_read_output")).toBe(`master.csv ${reason}`);
    expect(failedChecks(judged)).toContain("matches_reference_output");
    expect([judged.evaluation.fitness, judged.evaluation.metrics.outputRows]).toEqual([0, 0]);
  });

  it("a table that may not be read fails with the reason", async () => {
    const path = fileOf(right);
    chmodSync(path, 0o000);
    const judged = await asOrdinaryUser(() => judge("master", path));
    expect(detailOf(judged, "can_read_output")).toBe("master.csv may not be read by this user");
  });

  it("a table larger than the limit fails with the limit", async () => {
    const judged = await judge("failures", fileOf(`id,reason,note\n${"7,r,\n".repeat(50)}`), 200);
    expect(detailOf(judged, "can_read_mutation_failures_output")).toBe(
      "failures.csv is larger than 200 bytes",
    );
  });

  it("a table of a million columns and many rows is judged, and only its header fails", async () => {
    const more = ",".repeat(500_000);
    const content = right.replaceAll("\n", `${more}\n`);
    expect(failedChecks(await judge("master", fileOf(content)))).toEqual(["has_required_columns"]);
  });

  it("a mistake of ours while reading is not taken for a bad table", async () => {
    async function* broken(): AsyncGenerator<CellBatch> {
      yield CellBatch.of([["date"]]);
      throw new TypeError("our bug");
    }
    await expect(judgeTables(gold, sound, broken, 1e9)).rejects.toThrow("our bug");
  });
});

describe("a gold and an output of many distinct rows", () => {
  const many = arenaWith({ tables: { master: ledger }, holdout: 0.2 });

  const written = (rows: number): string => {
    const lines = Array.from({ length: rows }, (_, at) => `2024-01-05,Customer ${at},${at}.25\n`);
    return fileOf(`date,entity,value\n${lines.join("")}`);
  };

  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");

  const memoryHeld = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };

  test("are judged right, and the gold holds few bytes a row", async () => {
    const rows = thoroughly(200_000, 50_000);
    const path = written(rows);
    const before = memoryHeld();
    const large = await loadGold(many, [path], strictCells);
    expect((memoryHeld() - before) / rows).toBeLessThan(300);
    const tables = new Map([["master", path] as const]);
    const { evaluation } = await judgeTables(large, tables, strictCells, 1e9);
    expect([evaluation.fitness, evaluation.holdoutFitness]).toEqual([1, 1]);
    expect((memoryHeld() - before) / rows).toBeLessThan(300);
  });
});
