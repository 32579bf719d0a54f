import { expect, test } from "vitest";
import { arenaFileSchema, arenaFrom, type ColumnType } from "../../../src/domain/arena.ts";
import { createSearch } from "../../../src/proposers/former-search/search.ts";
import { type Feeds, repairInProcess } from "../../support/in-process-loop.ts";

const starter = `import type { Genome } from "cleanloop/kit";
export const clean: Genome = () => undefined;
`;

interface Draft {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly gold: readonly (readonly string[])[];
  readonly holdout?: number;
}

const feeds = ({ columns, header, rows, gold, holdout = 0 }: Draft): Feeds => ({
  arena: arenaFrom(
    arenaFileSchema.parse({
      name: "guards",
      tables: { master: { file: "out.csv", columns, required: [] } },
      holdout,
    }),
  ),
  inputs: [{ name: "in.csv", header, rows }],
  gold,
});

const repair = (draft: Draft) =>
  repairInProcess(createSearch(), feeds(draft), { text: starter, origin: "starter" });

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const scattered = (at: number): number => (at * 7919) % 1009;

test("an answer that hangs on nothing in the input is not learnt by heart", async () => {
  const { text } = await repair({
    columns: { id: "text", mark: "text" },
    header: ["id", "name"],
    rows: numbers(60).map((at) => [`K${at}`, `name${scattered(at)}`]),
    gold: numbers(60).map((at) => [`K${at}`, `mark${scattered(at * 31 + 5)}`]),
  });
  expect(text).not.toMatch(/"mark\d+"/);
});

test("a table keyed on customers is not taken where it fails on customers it has not seen", async () => {
  const customers = numbers(24).map((at) => `Customer ${scattered(at)}`);
  const grades = ["gold", "silver", "bronze", "none"];
  const rows = numbers(72).map((at) => [`R${at}`, customers[at % 24] ?? ""]);
  const { evaluation, rounds } = await repair({
    columns: { id: "text", grade: "text" },
    header: ["id", "customer"],
    rows,
    gold: rows.map(([id = ""], at) => [id, grades[scattered(at % 24) % 4] ?? ""]),
    holdout: 0.5,
  });
  const told = rounds.filter(({ hypothesis }) => hypothesis.includes("in a table"));
  for (const { hypothesis } of told) expect(hypothesis).toMatch(/held back \d+ of \d+ by key/);
  expect(evaluation.heldOut.rows).toBeGreaterThan(5);
});

test("with three examples it does not take the commonest value for the rule", async () => {
  const { text } = await repair({
    columns: { id: "text", size: "text" },
    header: ["id", "size"],
    rows: [
      ["a1", "LARGE"],
      ["a2", "LARGE"],
      ["a3", "SMALL"],
    ],
    gold: [
      ["a1", "large"],
      ["a2", "large"],
      ["a3", "small"],
    ],
  });
  expect(text).toContain("lowerCase(row.size)");
});

test("dates that could be read both ways are read in the order that reads the whole column", async () => {
  const days = numbers(40).map((at) => `0${(at % 9) + 1}/0${((at * 5) % 9) + 1}/2024`);
  const isoOf = (day: string) => day.split("/").reverse().join("-");
  const unseen = ["25/03/2024", "31/12/2024", "28/02/2024"];
  const rows = [...days, ...unseen].map((day, at) => [`d${at}`, day]);
  // Every visible answer is of a day that is the same in both orders.
  const twins = rows.filter(([, day = ""]) => day.slice(0, 2) === day.slice(3, 5));
  const { text } = await repair({
    columns: { id: "text", day: "date" },
    header: ["id", "when"],
    rows,
    gold: twins.map(([id = "", day = ""]) => [id, isoOf(day)]),
    holdout: 0.5,
  });
  expect(text).not.toContain('order: "mdy"');
});

test("a few rows that are not in the gold are no reason to leave rows out", async () => {
  const rows = numbers(40).map((at) => [`x${at}`, at % 13 === 5 ? "odd" : "even"]);
  const { text } = await repair({
    columns: { id: "text", kind: "text" },
    header: ["id", "kind"],
    rows,
    gold: rows.filter(([, kind]) => kind !== "odd"),
    holdout: 0.5,
  });
  expect(text).not.toContain("continue");
});

test("rows that are the same are kept where the gold keeps them", async () => {
  const rows = numbers(30).flatMap((at) => {
    const row = [`n${at}`, "Same"];
    return at % 5 === 0 ? [row, row] : [row];
  });
  const { text, evaluation } = await repair({
    columns: { id: "text", word: "text" },
    header: ["id", "word"],
    rows,
    gold: rows.map(([id = ""]) => [id, "same"]),
  });
  expect(evaluation.fitness).toBe(1);
  expect(text).not.toContain("rowKey");
});

test("the same data give the same program on every run", async () => {
  const draft: Draft = {
    columns: { id: "text", price: "number" },
    header: ["id", "price"],
    rows: numbers(30).map((at) => [`p${at}`, `${scattered(at)}.5 EUR`]),
    gold: numbers(30).map((at) => [`p${at}`, `${scattered(at)}.5`]),
  };
  expect((await repair(draft)).text).toBe((await repair(draft)).text);
});

test("few rows are said aloud", async () => {
  const rows = numbers(10).map((at) => [`q${at}`, ` Word${at} `]);
  const { rounds } = await repair({
    columns: { id: "text", word: "text" },
    header: ["id", "word"],
    rows,
    gold: rows.map(([id = "", word = ""]) => [id, word.trim().toUpperCase()]),
  });
  expect(rounds.at(-1)?.hypothesis).toContain("few rows, so not sure");
});
