import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, cleanloopHere } from "../support/cli.ts";
import { Terminal } from "../support/loop/terminal.ts";
import { needs } from "../support/machine.ts";
import { everyOther } from "../support/soak.ts";

let here: string;
beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), "cleanloop-init-"));
});
afterEach(() => rmSync(here, { recursive: true }));

const run = (...args: string[]): Promise<Answer> => cleanloopHere(args, { cwd: here });
const write = (name: string, content: string | Uint8Array): void =>
  writeFileSync(join(here, name), content);
const read = (name: string): string => readFileSync(join(here, name), "utf8");
const arenaOf = (project: string) => JSON.parse(read(`${project}/data/arena.json`));

const numbers = Array.from({ length: 40 }, (_, at) => at + 1);
const feed = (rows = numbers): string =>
  `Order No;Buyer;Net\n${rows.map((n) => `o${n};buyer ${n};${n}.50\n`).join("")}`;
const gold = (rows = numbers): string =>
  `order_no,buyer,net\n${rows.map((n) => `o${n},buyer ${n},${n}.5\n`).join("")}`;
const laid = (): void => {
  write("orders.csv", feed());
  write("right.csv", gold());
};
const initShop = (...more: string[]): Promise<Answer> =>
  run("init", "shop", "--input", "orders.csv", "--gold", "right.csv", ...more);

test("two commands lead from nothing to the first kept round", async () => {
  const made = await run("init", "shop");
  expect({ exit: made.exit, stderr: made.stderr }).toEqual({ exit: 0, stderr: "" });
  const next = /^Next +cleanloop (.*)$/m.exec(made.stdout)?.[1] ?? "";
  const looped = await run(...next.split(" "), "--max-iterations", "1");
  expect(looped.stdout).toContain("round 1   kept");
  expect(readdirSync(here)).toEqual(["shop"]);
});

test("a project is made of two files, and says what each thing was told from", async () => {
  laid();
  const { exit, stdout } = await initShop();
  expect(exit).toBe(0);
  expect(stdout).toMatch(/orders\.csv {2}40 rows, csv/);
  expect(stdout).toMatch(/delimiter +; +told from 40 of 40 rows/);
  expect(stdout).toMatch(/order_no +text, required +from Order No \(the same name\).*sure$/m);
  expect(stdout).toMatch(/buyer +text, required +from Buyer/);
  expect(stdout).toMatch(/net +number, required +from Net .*all 40 cells are numbers +sure$/m);
  expect(stdout).toMatch(
    /key +order_no: no two rows of the gold share it, nor do two of the feeds/,
  );
  expect(stdout).toMatch(/partial +no: the gold knows 40 of the feeds' 40 keys +sure/);
  expect(arenaOf("shop")).toMatchObject({
    gold: { key: ["order_no"], partial: false },
    feeds: { "orders.csv": { format: "csv", delimiter: ";", encoding: "utf-8" } },
  });
  expect(read("shop/genome/clean_data.ts")).toContain('order_no: trim(row["Order No"])');
});

test("gold that knows some rows of many is partial, and --json tells so", async () => {
  write("orders.csv", feed());
  write("right.csv", gold(numbers.slice(0, 12)));
  const { stdout } = await initShop("--json");
  const told = JSON.parse(stdout);
  expect(told.partial).toMatchObject({ value: true, sure: true });
  expect(told.key.columns).toEqual(["order_no"]);
  expect(arenaOf("shop").gold.partial).toBe(true);
});

test("rows that two columns tell apart have a key of two", async () => {
  const rows = ["north", "south"].flatMap((shop) =>
    numbers.slice(0, 9).map((n) => [shop, n] as const),
  );
  write(
    "orders.csv",
    `shop,till,taken\n${rows.map(([shop, n]) => `${shop},t${n},${n % 3}\n`).join("")}`,
  );
  write(
    "right.csv",
    `shop,till,taken\n${rows.map(([shop, n]) => `${shop},t${n},${n % 3}\n`).join("")}`,
  );
  await initShop();
  expect(arenaOf("shop").gold.key).toEqual(["shop", "till"]);
});

test("columns that are called otherwise are found by their values", async () => {
  write("orders.csv", feed().replace("Order No;Buyer", "ref;who"));
  write("right.csv", gold());
  const { stdout } = await initShop();
  expect(stdout).toMatch(/buyer +text, required +from who \(its values, 100 % of them\)/);
});

test("with --link the feeds stay where they are", async () => {
  laid();
  expect((await initShop("--link")).exit).toBe(0);
  expect(lstatSync(join(here, "shop/data/input/orders.csv")).isSymbolicLink()).toBe(true);
  expect((await run("evaluate", "--root", "shop")).exit).toBe(0);
});

test("a loop makes the genome where only the starter is there", async () => {
  laid();
  await initShop();
  rmSync(join(here, "shop/genome/clean_data.ts"));
  const looped = await run(
    "loop",
    "--root",
    "shop",
    "--reviewer",
    "judge",
    "--max-iterations",
    "1",
  );
  expect(looped.exit).toBe(0);
  expect(existsSync(join(here, "shop/genome/clean_data.ts"))).toBe(true);
});

test("at a terminal, it asks which of two readings is right", async (context) => {
  needs("a terminal")(context);
  write("orders.csv", "id;net\no1;1.500\no2;2.750\n");
  write("right.csv", "id,net\no1,1500\no2,2750\n");
  const terminal = new Terminal(
    ["init", "shop", "--input", "orders.csv", "--gold", "right.csv"],
    here,
  );
  try {
    await terminal.sees('orders.csv: is its decimal "." (1.500 has three decimals) or "," (1.500');
    await terminal.sees("1 or 2:");
    terminal.type("2\r");
    await terminal.sees("told from your answer");
    expect(await terminal.ended()).toBe(0);
  } finally {
    terminal.close();
  }
  expect(arenaOf("shop").feeds["orders.csv"].decimal).toBe(",");
});

describe("a folder that is there", () => {
  test("gets a project beside what it holds; a README of its own stays", async () => {
    laid();
    write("README.md", "mine\n");
    const { exit, stdout } = await run("init", "--input", "orders.csv", "--gold", "right.csv");
    expect(exit).toBe(0);
    expect(stdout).toContain("README.md was there, and stays as it was");
    expect(stdout).toMatch(/^Next +cleanloop loop --reviewer judge$/m);
    expect(read("README.md")).toBe("mine\n");
    expect(existsSync(join(here, "data/arena.json"))).toBe(true);
  });

  test("that is a project, or half of one, stays as it is", async () => {
    laid();
    mkdirSync(join(here, "shop/data"), { recursive: true });
    write("shop/data/note", "mine");
    const { exit, stderr } = await initShop();
    expect(exit).toBe(2);
    expect(stderr).toMatch(
      /error: .*shop holds data already\n {2}hint: name another folder; or add --force/,
    );
    expect(readdirSync(join(here, "shop"))).toEqual(["data"]);
  });

  test("with --force is replaced, and what it was is kept and named", async () => {
    laid();
    await initShop();
    write("shop/genome/clean_data.ts", "// mine\n");
    const { exit, stdout } = await initShop("--force");
    expect(exit).toBe(0);
    expect(stdout).toContain("genome was there; it is now before-init-1/genome");
    expect(read("shop/before-init-1/genome/clean_data.ts")).toBe("// mine\n");
    expect(read("shop/genome/clean_data.ts")).toContain("export const clean");
  });
});

describe("one clear sentence, and nothing is written, for", () => {
  test.each<[string, () => void, string]>(
    everyOther([
      ["gold that is not there", () => rmSync(join(here, "right.csv")), "the gold is missing"],
      ["gold that is empty", () => write("right.csv", ""), "right.csv is empty"],
      [
        "gold without a row",
        () => write("right.csv", "order_no,buyer,net\n"),
        "right.csv has a header, but no row",
      ],
      [
        "gold with other columns",
        () => write("right.csv", "colour,size\nred,XL\nblue,XS\n"),
        "shares neither values nor column names with the feeds: it has colour, size, they have Order No, Buyer, Net",
      ],
      [
        "gold whose numbers are not plain",
        () => write("right.csv", gold().replace(",2.5\n", ',"2,50 EUR"\n')),
        'right.csv line 3: "net" is "2,50 EUR", which is not how a number is written in gold',
      ],
      [
        "gold whose days are not ISO days",
        () => {
          write("orders.csv", "id,day\n1,01/02/2026\n2,13/02/2026\n");
          write("right.csv", "id,day\n1,2026-02-01\n2,13/02/2026\n");
        },
        'right.csv line 3: "day" is "13/02/2026", which is not how a day is written in gold',
      ],
      [
        "gold of rows that no feed has",
        () => write("right.csv", gold([1, 2, 3, 104, 105, 106, 107])),
        'right.csv has 4 of 7 rows that are in no feed: line 5 is the first, with order_no "o104"',
      ],
      [
        "gold that is larger than the feeds",
        () => {
          write("orders.csv", "colour,n\nred,1\nblue,2\n");
          write("right.csv", `colour,n\n${"red,1\nblue,2\n".repeat(9)}`);
        },
        "right.csv has 18 rows, more than 2 rows of the feeds can give",
      ],
      [
        "gold with a ragged row",
        () => write("right.csv", `${gold()}o41,x\n`),
        "right.csv has 3 columns, but 2 cells in line 42",
      ],
      [
        "a feed without rows",
        () => write("orders.csv", "Order No;Buyer;Net\n"),
        "orders.csv has a header, but no row",
      ],
      [
        "a feed that is a folder",
        () => {
          rmSync(join(here, "orders.csv"));
          mkdirSync(join(here, "orders.csv"));
        },
        "it is a folder; name the files in it",
      ],
      [
        "a feed that can be read in two ways",
        () => write("orders.csv", "id;net\no1;1.500\no2;2.750\n"),
        'can be read in two ways: its decimal is "." (1.500 has three decimals) or "," (1.500 is in thousands)',
      ],
    ]),
  )("%s", async (_title, spoil, says) => {
    laid();
    spoil();
    const before = readdirSync(here);
    const { exit, stdout, stderr } = await initShop();
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    const [error, hint, ...more] = stderr.trimEnd().split("\n");
    expect(error).toContain(says);
    expect(hint).toMatch(/^ {2}hint: ./);
    expect(more).toEqual([]);
    expect(readdirSync(here)).toEqual(before);
  });

  test("feeds without gold", async () => {
    laid();
    const { exit, stderr } = await run("init", "shop", "--input", "orders.csv");
    expect({ exit, stderr }).toEqual({
      exit: 2,
      stderr:
        "error: --input names the feeds, but no --gold says which rows are right\n  hint: see cleanloop init --help\n",
    });
  });
});
