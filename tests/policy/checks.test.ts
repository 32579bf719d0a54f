import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plannedChecks } from "../../src/cells/checks.ts";
import { arenaFileSchema, arenaFrom } from "../../src/domain/arena.ts";
import { notRun, openJudgement } from "../../src/policy/judge/judgement.ts";
import {
  arenaWith,
  batchOf,
  detailOf,
  failedChecks,
  goldOf,
  judgeRows,
  ledger,
  type Rows,
  type Told,
  threeTables,
} from "./judging-by-hand.ts";

const financeFile = new URL("../../data/arena.json", import.meta.url);
const finance = arenaFrom(arenaFileSchema.parse(JSON.parse(readFileSync(financeFile, "utf8"))));

const namesOf = (...question: Parameters<typeof plannedChecks>): string[] =>
  plannedChecks(...question).map(({ name }) => name);

describe("the checks of an arena", () => {
  it("are these 14, in this order, for the finance arena", () => {
    expect(namesOf(finance, "all")).toEqual([
      "can_read_output",
      "can_read_mutation_success_output",
      "can_read_mutation_failures_output",
      "has_required_columns",
      "mutation_success_has_required_columns",
      "mutation_success_rows_in_master",
      "mutation_failures_has_required_columns",
      "mutation_failures_have_diagnostics",
      "value_is_numeric",
      "date_is_parseable",
      "no_nan_date",
      "no_nan_entity",
      "no_nan_value",
      "matches_reference_output",
    ]);
  });

  it("are only the master's when only a master table is judged", () => {
    expect(namesOf(finance, "master-only")).toEqual([
      "can_read_output",
      "has_required_columns",
      "value_is_numeric",
      "date_is_parseable",
      "no_nan_date",
      "no_nan_entity",
      "no_nan_value",
      "matches_reference_output",
    ]);
  });

  it("leave out what is said of tables that the arena does not declare", () => {
    const { master, failures } = threeTables;
    const names = namesOf(arenaWith({ tables: { master, failures } }), "all");
    expect(names.filter((name) => name.includes("mutation"))).toEqual([
      "can_read_mutation_failures_output",
      "mutation_failures_has_required_columns",
      "mutation_failures_have_diagnostics",
    ]);
  });

  it("come from the columns: numbers, then dates, then required ones in column order", () => {
    const columns = {
      born: "date",
      weight: "number",
      name: "text",
      seen: "date",
      height: "number",
    };
    const master = { file: "m.csv", columns, required: ["name", "height", "born"] };
    expect(namesOf(arenaWith({ tables: { master } }), "all")).toEqual([
      "can_read_output",
      "has_required_columns",
      "weight_is_numeric",
      "height_is_numeric",
      "born_is_parseable",
      "seen_is_parseable",
      "no_nan_born",
      "no_nan_name",
      "no_nan_height",
      "matches_reference_output",
    ]);
  });
});

const arena = arenaWith({ tables: threeTables });
const good: Rows = [
  ["2024-01-05", "Ada", "10"],
  ["2024-01-06", "Bo", "20.5"],
];
const gold = goldOf(arena, good);
const sound: Record<"master" | "repaired" | "failures", Told> = {
  master: { rows: good },
  repaired: { rows: good.slice(1) },
  failures: { rows: [["7", "no amount", ""]] },
};
const judge = (told: Partial<typeof sound>) => judgeRows(gold, { ...sound, ...told });

describe("a perfect output", () => {
  it("passes every check and says what was seen", () => {
    const { evaluation } = judge({});
    expect([evaluation.score, evaluation.total, evaluation.fitness]).toEqual([14, 14, 1]);
    expect(evaluation.checks.map(({ detail }) => detail)).toEqual([
      "master.csv read: 2 rows",
      "repaired.csv read: 1 row",
      "failures.csv read: 1 row",
      "master.csv has exactly date, entity, value",
      "repaired.csv has exactly date, entity, value",
      "1 row of repaired.csv, all in master.csv",
      "failures.csv has exactly id, reason, note",
      "2 cells in id, reason: none blank",
      "2 cells in value: each a number or blank",
      "2 cells in date: each a date or blank",
      "2 cells in date: none blank",
      "2 cells in entity: none blank",
      "2 cells in value: none blank",
      "2 of 2 reference rows matched, 0 missing, 0 unexpected",
    ]);
  });

  it("may leave repaired and failures empty", () => {
    expect(judge({ repaired: { rows: [] }, failures: { rows: [] } }).evaluation.fitness).toBe(1);
  });
});

describe("a fault is found by its check, with the row and the value", () => {
  const master = (...rows: Rows): Partial<typeof sound> => ({
    master: { rows: [...good, ...rows] },
  });
  const failures = (...rows: Rows): Partial<typeof sound> => ({ failures: { rows } });

  it.each<[string, Partial<typeof sound>, string, string]>([
    [
      "a number with its unit",
      master(["2024-01-07", "Cy", "12 USD"]),
      "value_is_numeric",
      '1 cell in value is not a number; first in row 3, value: "12 USD"',
    ],
    [
      "two day-first dates",
      master(["07/01/2024", "Cy", "1"], ["08/01/2024", "Cy", "1"]),
      "date_is_parseable",
      '2 cells in date are not dates (YYYY-MM-DD); first in row 3, date: "07/01/2024"',
    ],
    [
      "a blank date",
      master(["", "Cy", "1"]),
      "no_nan_date",
      '1 cell in date is blank or a null word; first in row 3, date: ""',
    ],
    [
      "an entity that is only a null word",
      master(["2024-01-07", "None", "1"]),
      "no_nan_entity",
      '1 cell in entity is blank or a null word; first in row 3, entity: "None"',
    ],
    [
      "a value that was computed from nothing",
      master(["2024-01-07", "Cy", "NaN"]),
      "no_nan_value",
      '1 cell in value is blank or a null word; first in row 3, value: "NaN"',
    ],
    [
      "a failure without its reason",
      failures(["7", "unreadable date", "x"], ["8", " ", "x"]),
      "mutation_failures_have_diagnostics",
      '1 cell in id, reason is blank or a null word; first in row 2, reason: " "',
    ],
    [
      "an unexpected row",
      master(["2024-01-07", "Cy", "1"]),
      "matches_reference_output",
      "2 of 2 reference rows matched, 0 missing, 1 unexpected",
    ],
    [
      "a missing row",
      { master: { rows: good.slice(1) } },
      "matches_reference_output",
      "1 of 2 reference rows matched, 1 missing, 0 unexpected",
    ],
  ])("%s", (_, told, check, detail) => {
    const judged = judge(told);
    expect(failedChecks(judged)).toContain(check);
    expect(detailOf(judged, check)).toBe(detail);
  });

  it("shows hostile values shortened, with nothing in them that a terminal would obey", () => {
    const value = `\u001b[2J\u202egnp.exe${"9".repeat(5000)}`;
    const detail = detailOf(judge(master(["2024-01-07", "Cy", value])), "value_is_numeric");
    expect(detail).toContain('"\\u{1b}[2J\\u{202e}gnp.exe9');
    expect(detail.length).toBeLessThan(120);
  });

  it("a blank in a column that may be blank is no fault", () => {
    const optional = arenaWith({ tables: { master: { ...ledger, required: [] } } });
    const rows = [["", "", ""]];
    expect(judgeRows(goldOf(optional, rows), { master: { rows } }).evaluation.fitness).toBe(1);
  });

  it("a null word in a number column that may be blank is one", () => {
    const optional = arenaWith({ tables: { master: { ...ledger, required: [] } } });
    const rows = [["", "", "null"]];
    const judged = judgeRows(goldOf(optional, rows), { master: { rows } });
    expect(failedChecks(judged)).toEqual(["value_is_numeric"]);
  });
});

describe("columns must be exactly the declared ones, in their order", () => {
  it.each<[string, string[], string]>([
    ["one is missing", ["date", "entity"], "master.csv lacks value"],
    [
      "one is too many",
      ["date", "entity", "value", "x"],
      "master.csv has undeclared or repeated x",
    ],
    [
      "one comes twice",
      ["date", "entity", "value", "date"],
      "master.csv has undeclared or repeated date",
    ],
    [
      "one is named otherwise",
      ["date", "entity", "Value"],
      "master.csv lacks value and has undeclared or repeated Value",
    ],
    [
      "two are exchanged",
      ["entity", "date", "value"],
      "master.csv has its columns out of order: entity, date, value, not date, entity, value",
    ],
  ])("%s", (_, header, detail) => {
    const judged = judge({ master: { header, rows: [] } });
    expect(failedChecks(judged)).toContain("has_required_columns");
    expect(detailOf(judged, "has_required_columns")).toBe(detail);
  });

  it("but rows are still compared by column name", () => {
    const header = ["extra", "value", "date", "entity"];
    const rows = good.map(([date = "", entity = "", value = ""]) => ["?", value, date, entity]);
    const judged = judge({ master: { header, rows } });
    expect(failedChecks(judged)).toEqual(["has_required_columns"]);
    expect(judged.evaluation.metrics.matchedRows).toBe(2);
  });

  it("and a column that is not there fails the checks about it", () => {
    const header = ["date", "entity"];
    const judged = judge({ master: { header, rows: [["2024-01-05", "Ada"]] } });
    expect(detailOf(judged, "value_is_numeric")).toBe("master.csv has no column value");
    expect(failedChecks(judged)).toContain("no_nan_value");
  });

  it("a header of a million columns is answered in one short sentence", () => {
    const header = Array.from({ length: 1_000_000 }, (_, at) => `c${at}`);
    const detail = detailOf(judge({ master: { header, rows: [] } }), "has_required_columns");
    expect(detail).toContain("and 999988 more");
    expect(detail.length).toBeLessThan(250);
  });
});

describe("repaired rows must be master rows", () => {
  const subset = "mutation_success_rows_in_master";
  const repaired = (...rows: Rows): Partial<typeof sound> => ({ repaired: { rows } });

  it("however they are written", () => {
    const rewritten = repaired(["2024-01-06T00:00:00", "Bo", "2.05e1"]);
    expect(failedChecks(judge(rewritten))).not.toContain(subset);
  });

  it("as often as there", () => {
    const twice = repaired(["2024-01-06", "Bo", "20.5"], ["2024-01-06", "Bo", "20.50"]);
    const judged = judge(twice);
    expect(detailOf(judged, subset)).toBe(
      "1 row of repaired.csv is not in master.csv; first row 1",
    );
  });

  it("and the first that is none is named", () => {
    const judged = judge(repaired(["2024-01-06", "Bo", "20.5"], ["2024-01-06", "Bo", "21"]));
    expect(detailOf(judged, subset)).toBe(
      "1 row of repaired.csv is not in master.csv; first row 2",
    );
  });

  it("and two rows whose cells only look alike when joined are not the same", () => {
    const master: Told = { rows: [["2024-01-05", "a,b", "1"]] };
    const judged = judge({ master, repaired: { rows: [["2024-01-05,a", "b", "1"]] } });
    expect(failedChecks(judged)).toContain(subset);
  });
});

describe("a table that cannot be read", () => {
  const torn: Told = { unreadable: "has a quote that never closes" };

  it("fails its other checks too, and says why once", () => {
    const judged = judge({ master: torn });
    expect(detailOf(judged, "can_read_output")).toBe("master.csv has a quote that never closes");
    expect(failedChecks(judged)).toEqual([
      "can_read_output",
      "has_required_columns",
      "mutation_success_rows_in_master",
      "value_is_numeric",
      "date_is_parseable",
      "no_nan_date",
      "no_nan_entity",
      "no_nan_value",
      "matches_reference_output",
    ]);
    expect(detailOf(judged, "value_is_numeric")).toBe("master.csv could not be read");
  });

  it("counts as having no rows, even when some were read before the fault", () => {
    const judgement = openJudgement(gold, "master-only");
    const feed = judgement.feed("master");
    feed.header(["date", "entity", "value"]);
    feed.rows(batchOf(3, good));
    feed.unreadable("has a quote that never closes");
    const { metrics, visible, fitness } = judgement.finish().evaluation;
    expect(metrics).toMatchObject({ outputRows: 0, matchedRows: 0, missingRows: 2, recall: 0 });
    expect([visible.outputRows, fitness]).toEqual([0, 0]);
  });

  it("leaves the checks of the other tables alone", () => {
    expect(failedChecks(judge({ failures: torn }))).toEqual([
      "can_read_mutation_failures_output",
      "mutation_failures_has_required_columns",
      "mutation_failures_have_diagnostics",
    ]);
  });
});

describe("a run that was not ok", () => {
  it("scores 0, each check failed for that reason, and both fitnesses are 0", () => {
    const many = Array.from({ length: 40 }, (_, at) => ["2024-01-05", "Ada", `${at}`]);
    const judged = notRun(
      goldOf(arenaWith({ tables: threeTables, holdout: 0.5 }), many),
      "timeout",
    );
    const { score, total, fitness, holdoutFitness, checks } = judged.evaluation;
    expect([score, total, fitness, holdoutFitness]).toEqual([0, 14, 0, 0]);
    expect(new Set(checks.map(({ detail }) => detail))).toEqual(new Set(["not run: timeout"]));
    expect(new Set(judged.feedback.checks.map(({ detail }) => detail))).toEqual(
      new Set(["not run: timeout"]),
    );
  });

  it("has no held-out fitness where too few rows are held out", () => {
    const { holdoutFitness, metrics } = notRun(gold, "crash").evaluation;
    expect(holdoutFitness).toBeNull();
    expect(metrics).toMatchObject({ referenceRows: 2, outputRows: 0, missingRows: 2, recall: 0 });
  });
});
