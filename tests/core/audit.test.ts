import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { strictCells } from "../../src/adapters/strict-rows.ts";
import { type AuditResult, audit } from "../../src/core/audit.ts";
import { type Arena, arenaFileSchema, arenaFrom } from "../../src/domain/arena.ts";
import { CellBatch } from "../../src/domain/cell-batch.ts";
import type { ReadCells } from "../../src/domain/ports/running.ts";
import { arenaWith, threeTables } from "../policy/judging-by-hand.ts";
import { shipped } from "../support/finance.ts";

const finance = arenaFrom(
  arenaFileSchema.parse(JSON.parse(readFileSync(shipped("data/arena.json"), "utf8"))),
);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cleanloop-audit-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = async (name: string, content: Uint8Array): Promise<string> => {
  const path = join(folder, name);
  writeFileSync(path, content, { flag: "wx" });
  return path;
};

const auditOf = (
  arena: Arena,
  gold: string,
  read: ReadCells = strictCells,
): Promise<AuditResult> => {
  const path = join(folder, "gold.csv");
  writeFileSync(path, gold);
  return audit(arena, [path], read, write);
};

const blindSpots = ({ findings }: AuditResult): string[] =>
  findings.filter(({ ok }) => !ok).map(({ table, name }) => `${table}: ${name}`);

describe("the audit of the finance arena", () => {
  let result: AuditResult;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cleanloop-audit-"));
    result = await audit(finance, [shipped("data/gold/expected.csv")], strictCells, write);
    rmSync(folder, { recursive: true });
  });

  it("finds no blind spot, and nothing noticed that does not matter", () => {
    expect(blindSpots(result)).toEqual([]);
    expect(result.ok).toBe(true);
    const noticed = result.findings.filter(({ table, noticed }) => table === "master" && noticed);
    expect(noticed.length).toBeGreaterThanOrEqual(24);
    expect(noticed.every(({ byChecks }) => byChecks.length > 0)).toBe(true);
  });

  it("names the checks that noticed", () => {
    const { findings } = result;
    const by = (name: string): readonly string[] | undefined =>
      findings.find((finding) => finding.table === "master" && finding.name === name)?.byChecks;
    expect(by("a row dropped")).toEqual(["matches_reference_output"]);
    expect(by("columns reordered")).toEqual(["has_required_columns"]);
    expect(by("a required text blanked")).toEqual(["no_nan_entity", "matches_reference_output"]);
    expect(by("more zeros after numbers")).toEqual([]);
  });

  it("leaves each damaged copy as a file of its own", async () => {
    const { findings } = await audit(
      finance,
      [shipped("data/gold/expected.csv")],
      strictCells,
      write,
    );
    expect(readdirSync(folder)).toHaveLength(findings.length - 1 + 3);
  });
});

describe("the audit of any arena", () => {
  it("says which damages do not apply, instead of passing them", async () => {
    const columns = { name: "text" };
    const arena = arenaWith({ tables: { master: { file: "m.csv", columns } } });
    const { notApplicable, findings, ok } = await auditOf(arena, "name\nada\nbo\n");
    const names = findings.map(({ name }) => name);
    expect(ok).toBe(true);
    expect(notApplicable.map(({ name }) => name)).toContain("a number off by a cent");
    expect(names).toContain("a text in the other case");
    expect(notApplicable.filter(({ name }) => names.includes(name))).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      "a partial gold",
      { tables: threeTables, gold: { key: ["entity"], partial: true } },
      "date,entity,value\n2024-01-05,Ada,10\n2024-01-06,Bo,20\n",
    ],
    [
      "repeated rows",
      { tables: threeTables },
      "date,entity,value\n2024-01-05,Ada,10\n2024-01-05,Ada,10\n2024-01-05,Ada,10\n",
    ],
    ["one row", { tables: threeTables, holdout: 0.9 }, "date,entity,value\n2024-12-31,Ada,-0.01\n"],
    [
      "numbers and dates in odd spellings",
      { tables: threeTables },
      "date,entity,value\n2024-12-31T10:00,Ada,1.5e4\n2024-01-05,ada,.5\n",
    ],
    [
      "one column of numbers",
      { tables: { master: { file: "m.csv", columns: { value: "number" }, required: ["value"] } } },
      "value\n1.0\n10\n10.00\n",
    ],
    [
      "cells with quotes, commas and line ends",
      { tables: threeTables },
      'date,entity,value\n2024-01-05,"A ""x"", Ltd",1\n2024-01-06,"two\nlines",2\n',
    ],
  ])("finds no blind spot with %s", async (_, file, gold) => {
    expect(blindSpots(await auditOf(arenaWith(file), gold))).toEqual([]);
  });

  it("takes no more rows of a large gold than it needs", async () => {
    const rows = Array.from({ length: 9000 }, (_, at) => `2024-01-05,Customer ${at},${at}\n`);
    const result = await auditOf(arenaWith(), `date,entity,value\n${rows.join("")}`);
    expect([result.rows, result.ok]).toEqual([2000, true]);
  });
});

describe("a blind judge does not pass the audit", () => {
  const gold = "date,entity,value\n2024-01-05,Ada,10\n2024-02-06,Bo,20\n";
  const reading = (change: (cell: string) => string): ReadCells =>
    async function* (path, maxBytes) {
      for await (const batch of strictCells(path, maxBytes))
        yield CellBatch.of(
          Array.from({ length: batch.rows }, (_, row) => batch.texts(row).map(change)),
        );
    };

  it.each<[string, (cell: string) => string, string[]]>([
    [
      "reads upper and lower case alike",
      (cell) => (/\d/.test(cell) ? cell : cell.toLowerCase()),
      ["master: a text in the other case"],
    ],
    ["trims cells", (cell) => cell.trim(), ["master: a blank after a text"]],
    [
      "rounds to whole numbers",
      (cell) => (/^\d+\.\d+$/.test(cell) ? String(Math.round(Number(cell))) : cell),
      ["master: a number off by a cent"],
    ],
  ])("one that %s", async (_, change, expected) => {
    const result = await auditOf(arenaWith(), gold, reading(change));
    expect(result.ok).toBe(false);
    expect(blindSpots(result)).toEqual(expected);
  });

  it("nor does a gold that breaks its own rules", async () => {
    const result = await auditOf(arenaWith(), "date,entity,value\n2024-01-05,,10\n");
    expect(result.findings[0]).toEqual({
      name: "nothing changed",
      table: "master",
      expected: "ignored",
      noticed: true,
      byChecks: ["no_nan_entity"],
      ok: false,
    });
  });
});
