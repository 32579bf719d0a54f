import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { csvLine } from "../../../src/cells/csv-line.ts";
import type { ColumnType } from "../../../src/domain/columns.ts";
import { plainStarter } from "../../support/arenas/starter.ts";
import { writeArena } from "../../support/arenas/write.ts";
import { removeFolder } from "../../support/remove-folder.ts";
import { type Repaired, repair } from "../../support/repair.ts";

/* What a search must not do with few or misleading answers, shown on the rows that nobody answered. */

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "cleanloop-guards-"));
});
afterEach(() => removeFolder(root));

interface Draft {
  /** The rows of further files, by name. */
  readonly others?: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly gold: readonly (readonly string[])[];
  /** Whether the gold knows only some of the ids. */
  readonly partial?: boolean;
  readonly holdout?: number;
}

const repaired = (draft: Draft, folder = root): Promise<Repaired> => {
  const { columns, header, rows, gold, others = {}, partial = false, holdout = 0 } = draft;
  const names = Object.keys(columns);
  const written = (cells: readonly (readonly string[])[]): string =>
    [header, ...cells].map((row) => csvLine(row)).join("");
  const more = Object.entries(others).map(([name, cells]) => [name, written(cells)]);
  writeArena(folder, {
    arena: {
      name: "guards",
      tables: { master: { file: "out.csv", columns, required: [] } },
      gold: partial ? { key: ["id"], partial } : {},
      holdout,
    },
    inputs: { "in.csv": written(rows), ...Object.fromEntries(more) },
    gold: [names, ...gold].map((row) => csvLine(row)).join(""),
    starter: plainStarter(names, new Set(header)),
  });
  return repair(folder, 20);
};

/** The rows that the genome which was left makes of all inputs. */
const output = (): string[] =>
  readFileSync(join(root, ".output/out.csv"), "utf8").trimEnd().split("\n").slice(1);

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const scattered = (at: number): number => (at * 7919) % 1009;

test("an answer that hangs on nothing in the input is not learnt by heart", async () => {
  const { text } = await repaired({
    columns: { id: "text", mark: "text" },
    header: ["id", "name"],
    rows: numbers(60).map((at) => [`K${at}`, `name${scattered(at)}`]),
    gold: numbers(60).map((at) => [`K${at}`, `mark${scattered(at * 31 + 5)}`]),
  });
  expect(text).not.toMatch(/mark\d+/);
});

test("with three examples it does not take the commonest value for the rule", async () => {
  await repaired({
    columns: { id: "text", size: "text" },
    header: ["id", "size"],
    rows: [
      ["a1", "LARGE"],
      ["a2", "LARGE"],
      ["a3", "SMALL"],
      ["a4", "MEDIUM"],
    ],
    gold: [
      ["a1", "large"],
      ["a2", "large"],
      ["a3", "small"],
    ],
    partial: true,
  });
  expect(output()).toContain("a4,medium");
});

test("dates that could be read both ways are read in the order that reads the whole column", async () => {
  const days = numbers(40).map(
    (at) => `0${(at % 9) + 1}/0${((at * (at < 9 ? 1 : 5)) % 9) + 1}/2024`,
  );
  const isoOf = (day: string) => day.split("/").reverse().join("-");
  const unseen = ["25/03/2024", "31/12/2024", "28/02/2024"];
  const rows = [...days, ...unseen].map((day, at) => [`d${at}`, day]);
  // Every visible answer is of a day that is the same in both orders.
  const twins = rows.filter(([, day = ""]) => day.slice(0, 2) === day.slice(3, 5));
  await repaired({
    columns: { id: "text", day: "date" },
    header: ["id", "when"],
    rows,
    gold: twins.map(([id = "", day = ""]) => [id, isoOf(day)]),
    partial: true,
  });
  expect(output()).toEqual(rows.map(([id = "", day = ""]) => `${id},${isoOf(day)}`));
});

test("files that write the same numbers in two ways are each read in their own", async () => {
  const cells = numbers(16).map(
    (at) => `${(at % 9) + 1},${String(scattered(at)).padStart(3, "0")}`,
  );
  const inNorth = cells.slice(0, 8).map((cell, at) => [`K${at}`, cell, cell.replace(",", "")]);
  const inSouth = cells.slice(8).map((cell, at) => [`K${at + 8}`, cell, cell.replace(",", ".")]);
  const pairs = [...inNorth, ...inSouth].map(([id = "", , amount]) => [id, String(Number(amount))]);
  const { text } = await repaired({
    columns: { id: "text", takings: "number" },
    header: ["id", "takings"],
    rows: inNorth.map((row) => row.slice(0, 2)),
    others: { "south.csv": inSouth.map((row) => row.slice(0, 2)) },
    gold: pairs.filter((_, at) => at % 4 !== 3),
    partial: true,
  });
  expect(text).toContain("input.name");
  expect(output().sort()).toEqual(pairs.map((row) => row.join()).sort());
});

test("a few rows that are not in the gold are no reason to leave rows out", async () => {
  const rows = numbers(40).map((at) => [`x${at}`, at % 13 === 5 ? "odd" : "even"]);
  await repaired({
    columns: { id: "text", kind: "text" },
    header: ["id", "kind"],
    rows,
    gold: rows.filter(([, kind]) => kind !== "odd"),
    holdout: 0.5,
  });
  expect(output()).toHaveLength(40);
});

test("rows that are the same are kept where the gold keeps them", async () => {
  const rows = numbers(30).flatMap((at) => {
    const row = [`n${at}`, "Same"];
    return at % 5 === 0 ? [row, row] : [row];
  });
  const { evaluation } = await repaired({
    columns: { id: "text", word: "text" },
    header: ["id", "word"],
    rows,
    gold: rows.map(([id = ""]) => [id, "same"]),
  });
  expect(evaluation.fitness).toBe(1);
});

test("the same data give the same program on every run", async () => {
  const draft: Draft = {
    columns: { id: "text", price: "number" },
    header: ["id", "price"],
    rows: numbers(30).map((at) => [`p${at}`, `${scattered(at)}.5 EUR`]),
    gold: numbers(30).map((at) => [`p${at}`, `${scattered(at)}.5`]),
  };
  const again = join(root, "again");
  mkdirSync(again);
  const [first, second] = [await repaired(draft), await repaired(draft, again)];
  expect(first.evaluation.fitness).toBe(1);
  expect(second.text).toBe(first.text);
});

test("that there are few rows is said", async () => {
  const rows = numbers(10).map((at) => [`q${at}`, ` Word${at} `]);
  const { hypotheses } = await repaired({
    columns: { id: "text", word: "text" },
    header: ["id", "word"],
    rows,
    gold: rows.map(([id = "", word = ""]) => [id, word.trim().toUpperCase()]),
  });
  expect(hypotheses.at(-1)).toMatch(/few/);
});

test("that hardly a row tells the day from the month is said, and the step waits for nobody", async () => {
  const twins = numbers(12).map((at) => String(at + 1).padStart(2, "0"));
  const rows = [
    ...twins.map((part) => [`t${part}`, `${part}/${part}/2024`]),
    ["one", "03/04/2024"],
    ...numbers(10).map((at) => [`o${at}`, `0${(at % 4) + 1}/1${at % 3}/2023`]),
  ];
  const known = rows.slice(0, 13);
  const { hypotheses } = await repaired({
    columns: { id: "text", day: "date" },
    header: ["id", "when"],
    rows,
    gold: known.map(([id = "", when = ""]) => [id, when.split("/").reverse().join("-")]),
    partial: true,
  });
  expect(hypotheses.join()).toContain(
    "only 1 of the known rows tells that the day comes first in when, 11 could be read either way",
  );
});

test("cells that are right as they stand are not broken by reading their column plainly", async () => {
  const rows = numbers(80).map((at) =>
    at % 4 === 0
      ? [`K${at}`, `spring of ${1900 + at}`]
      : [`K${at}`, `2024-0${(at % 9) + 1}-1${at % 7}`],
  );
  const { rounds, result } = await repaired({
    columns: { id: "text", when: "text" },
    header: ["id", "when"],
    rows,
    gold: rows.map(([id = "", when = ""]) => [id, when.replace(/^(\d+)-0(\d)-(\d+)$/, "$2/$3/$1")]),
    partial: true,
  });
  expect(rounds.map(({ decision }) => decision)).not.toContain("pending");
  expect(result.stopReason).toBe("perfect");
});

test("where the usual answer would spoil too much, it is given where there is none", async () => {
  const rows = numbers(180).map((at) => {
    const [train, source] = [Math.floor(at / 6), at % 6];
    const [right, wrong] = [`T${scattered(train)}`, `W${scattered(at)}`];
    const isMistaken = train % 6 === 5;
    const said = isMistaken && source < 3 ? `W${scattered(train)}` : source === 4 ? wrong : right;
    return { cells: [`r${at}`, `train ${train}`, source === 5 ? "" : said], right };
  });
  const { rounds, text } = await repaired({
    columns: { id: "text", train: "text", track: "text" },
    header: ["id", "train", "track"],
    rows: rows.map(({ cells }) => cells),
    gold: rows.map(({ cells: [id = "", train = ""], right }) => [id, train, right]),
    partial: true,
  });
  expect(rounds.map(({ decision }) => decision)).not.toContain("pending");
  expect(text).toContain("mostUsual");
  const tracks = output().map((line) => line.split(",")[2]);
  expect(tracks).not.toContain("");
});

test("a table of more answers than may be learnt by heart is told, with what would let it be tried", async () => {
  const shops = ["Asda", "Boots", "Hertz", "Odeon", "Shell", "Tesco"];
  const kinds = ["food", "health", "travel", "leisure", "fuel", "household"];
  const rows = numbers(60).map((at) => [`${at}`, shops[at % 6] ?? ""]);
  const { result, evaluation } = await repaired({
    columns: { id: "text", shop: "text", kind: "text" },
    header: ["id", "shop"],
    rows,
    gold: rows.map(([id = "", shop = ""], at) => [id, shop, kinds[at % 6] ?? ""]),
  });
  expect(evaluation.fitness).toBeLessThan(1);
  expect(result.saturated?.reason).toContain("which would bring 6 answers that no input holds");
  expect(result.saturated?.reason).toContain('"limits": { "memorised": 6 } in cleanloop.json');
});

test("a changed program that counts over the file first is not run row by row", async () => {
  const cities = ["Ulm", "Bonn", "Kiel"];
  const shops = ["Adler", "Berg", "Cohn"];
  const rows = numbers(120).map((at) => [
    `${at}`,
    shops[at % 3] ?? "",
    at % 5 === 0 ? "" : (cities[at % 3] ?? ""),
  ]);
  const { text } = await repaired({
    columns: { id: "text", shop: "text", city: "text" },
    header: ["id", "shop", "city"],
    rows,
    gold: rows.map(([id = "", shop = ""], at) => [id, shop, cities[at % 3] ?? ""]),
  });
  expect(text).toContain("createTally()");
  const changed = text.replace(/shop: .*,/, "shop: null,");
  expect(changed).not.toBe(text);
  writeFileSync(join(root, "genome/clean_data.ts"), changed);
  expect((await repair(root, 20)).evaluation.fitness).toBe(1);
});
