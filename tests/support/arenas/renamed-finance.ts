import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { csvLine } from "../../../src/cells/csv-line.ts";
import { lenientRows } from "../../../src/sandbox/feed-rows.ts";
import { financeFeedNames, financeStarter, shipped } from "../finance.ts";
import type { ArenaKind } from "./arena.ts";
import { type Dice, diceFor } from "./dice.ts";
import { columnNames, fileNames, outputNames } from "./finance-names.ts";
import { pseudonyms } from "./pseudonyms.ts";

const name = "renamed-finance";

const financeArena = z.looseObject({
  tables: z.record(
    z.string(),
    z.looseObject({
      file: z.string(),
      columns: z.optional(z.record(z.string(), z.string())),
      required: z.optional(z.array(z.string())),
    }),
  ),
});

type Rename = (text: string) => string;

interface Renaming {
  readonly column: Rename;
  readonly file: Rename;
  readonly cell: (column: string, text: string) => string;
}

const days = new Set(["issued", "due", "promise_to_pay", "date"]);
const codes = new Set(["currency"]);

const renamingFor = (dice: Dice): Renaming => {
  const pseudonym = pseudonyms(dice);
  const scheme = dice.between(0, 2);
  const chosen = new Map(
    Object.entries({ ...columnNames, ...outputNames, ...fileNames }).flatMap(([from, names]) => {
      const to = names[scheme];
      return to === undefined ? [] : [[from, to]];
    }),
  );
  const year = dice.pick(["2008", "2012", "2016", "2020"]); // leap years, as the original is
  const inDay: Rename = (text) => pseudonym.words(text).replace("2024", year);
  return {
    column: (text) => chosen.get(text) ?? text,
    file: (text) => text.replace(/[a-z]+(?=.*\.csv)/g, (word) => chosen.get(word) ?? word),
    cell: (column, text) => {
      if (codes.has(column)) return text;
      return days.has(column) ? inDay(text) : pseudonym.digits(pseudonym.words(text));
    },
  };
};

const renamedTable = (path: string, { column, cell }: Renaming): string => {
  const [header = [], ...rows] = lenientRows(path);
  return [
    header.map(column),
    ...rows.map((row) => row.map((text, at) => cell(header[at] ?? "", text))),
  ]
    .map(csvLine)
    .join("");
};

const renamedArena = ({ column, file }: Renaming): object => {
  const arena = financeArena.parse(JSON.parse(readFileSync(shipped("data/arena.json"), "utf8")));
  const tables = Object.entries(arena.tables).map(([table, { columns, required, ...rest }]) => [
    table,
    {
      ...rest,
      file: file(rest.file),
      ...(columns && {
        columns: Object.fromEntries(
          Object.entries(columns).map(([from, type]) => [column(from), type]),
        ),
      }),
      ...(required && { required: required.map(column) }),
    },
  ]);
  return {
    ...arena,
    name,
    goal: "One row for each bill that can be settled, every other one with its cause aside.",
    tables: Object.fromEntries(tables),
    holdout: 0.5,
  };
};

/** Its calls of the kit stay; what it reads, writes and says goes by the other names. */
const renamedStarter = ({ column }: Renaming): string =>
  financeStarter()
    .replace(/(?<=row\.)\w+/g, column)
    .replace(/^( +)(date|value),$/gm, (_, indent, key) => `${indent}${column(key)}: ${key},`)
    .replace(/(?<=^ +)(?!date: |value: )\w+(?=: )/gm, column)
    .replace(/(?<="blank )\w+/g, column)
    .replace('"amount is text"', `"${column("amount")} is text"`)
    .replace(/^\/\*\* Rows .*$/m, "/** Rows that need no rule; all others are set aside. */");

export const renamedFinance: ArenaKind = {
  name,
  solvable: true,
  about: "the finance project with every name changed: files, columns, tokens, customers, sums",
  make: (seed) => {
    const renaming = renamingFor(diceFor(name, seed));
    return {
      arena: renamedArena(renaming),
      inputs: Object.fromEntries(
        financeFeedNames.map((file) => [
          renaming.file(file),
          renamedTable(shipped(`data/input/${file}`), renaming),
        ]),
      ),
      gold: renamedTable(shipped("data/gold/expected.csv"), renaming),
      starter: renamedStarter(renaming),
    };
  },
};
