import { expect, test } from "vitest";
import { arenaFileSchema } from "../../src/domain/arena.ts";
import { ruleFor } from "../../src/domain/feed-reading.ts";
import { parseStrict } from "../../src/domain/strict-parse.ts";

const arena = (more: object): string =>
  JSON.stringify({
    name: "shop",
    tables: { master: { file: "orders.csv", columns: { id: "text" } } },
    ...more,
  });

test("the first pattern that fits a feed's name is its rule", () => {
  const rules = { "old-*.csv": { header: 3 }, "*.csv": { delimiter: ";" }, "a?[1].tsv": {} };
  expect(ruleFor("old-2026.csv", rules)).toEqual({
    rule: { header: 3 },
    from: 'arena.json, feeds."old-*.csv"',
  });
  expect(ruleFor("new.csv", rules)?.rule).toEqual({ delimiter: ";" });
  expect(ruleFor("ab[1].tsv", rules)?.rule).toEqual({});
  expect(ruleFor("new.csv.gz", rules)).toBe(null);
});

test.each([
  [{ "*.csv": { delimter: ";" } }, /"feeds\.\*\.csv\.delimter"; did you mean "delimiter"\?/],
  [{ "*.csv": { delimiter: "::" } }, /feeds\.\*\.csv\.delimiter/],
  [{ "*.csv": { encoding: "utf-9" } }, /must be an encoding such as utf-8/],
  [{ "*.csv": { format: "xls" } }, /feeds\.\*\.csv\.format/],
  [{ "*.csv": { header: -1 } }, /feeds\.\*\.csv\.header/],
  [{ "data/*.csv": {} }, /must be a file name in data\/input/],
])("a mistake in feeds, %j, is named", (feeds, says) => {
  expect(() => parseStrict(arenaFileSchema, arena({ feeds }), "arena.json")).toThrow(says);
});
