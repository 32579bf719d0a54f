import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../src/domain/digest.ts";
import { openProject } from "../../src/index.ts";
import { isHeldOutRow } from "../../src/policy/gold.ts";
import { cleanloopHere } from "../support/cli.ts";
import { History } from "../support/history.ts";
import { TestProject } from "../support/project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

const row = (key: string, ...args: string[]) =>
  cleanloopHere(["observe", "--row", key, ...args], { cwd: project.root });
const told = async (key: string, ...args: string[]) => {
  const { exit, stdout, stderr } = await row(key, "--json", ...args);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  return JSON.parse(stdout);
};

/** Makes right what the starter sends to failures, of one invoice. */
const settlesWaived = `import type { Genome } from "cleanloop/kit";
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs)
    for await (const row of input.records())
      if (row.invoice_id === "FLG-2002")
        emit("master", { date: "2024-01-17", entity: row.customer, currency: row.currency, value: 0, category: row.status });
};
`;
const crashes = "export const clean = () => { throw new Error('no'); };\n";

describe("in an arena without a key", () => {
  test("it shows what came in, what is wanted, and each genome that changed the answer", async () => {
    const starter = project.read("genome/clean_data_starter.ts");
    const history = new History(project);
    history.keep(starter);
    await history.start();
    await history.round("kept", { text: `${starter}// the same\n`, parent: starter });
    await history.round("reverted", { text: crashes, parent: starter });
    await history.round("kept", { text: settlesWaived, parent: starter });
    project.write("genome/clean_data.ts", settlesWaived);
    const before = project.snapshot();

    const { exit, stdout } = await row("FLG-2002");
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^Record FLG-2002 {2}the arena names no key/);
    expect(stdout).toMatch(/^Input {2}finance_invoices_flags\.csv, row 2$/m);
    expect(stdout).toMatch(/^ {2}amount +WAIVED!!$/m);
    expect(stdout).toMatch(/^ {2}data\/gold\/expected\.csv, line \d+\n {2}date 2024-01-17 \|/m);
    expect(stdout).toMatch(/^Where it got to {2}3 genomes run again/m);
    expect(stdout).toMatch(
      /^ {2}at the start {2}[0-9a-f]{12} {2}✗ not as the gold has it\n {4}failures {2}source_file/m,
    );
    expect(stdout).toMatch(
      /^ {2}round 3, kept {2}[0-9a-f]{12} {2}✓ as the gold has it\n {4}master {2}date 2024-01-17/m,
    );
    expect(stdout).toMatch(/^ {2}nothing changed for it in round 1$/m);

    const story = await told("FLG-2002");
    expect(story.genomes).toMatchObject([
      { since: "start", round: null, changed: true, origin: "starter" },
      { since: "kept", round: 1, changed: false },
      {
        since: "kept",
        round: 3,
        sha: sha256(settlesWaived),
        changed: true,
        fate: {
          known: true,
          right: true,
          rows: [{ table: "master", cells: { value: "0", category: "closed" }, insteadOf: null }],
        },
      },
    ]);
    expect(project.snapshot()).toEqual(before);
  });

  test("gold that is held out is never shown, only that it is", async () => {
    const { arena } = openProject(project.root).project;
    const [, ...gold] = project.read("data/gold/expected.csv").trim().split("\n");
    const story = await told("ADJ-5001");
    expect(story.gold).toEqual({ by: "likeness", rows: [], heldOut: 1, known: true });
    expect(story.genomes[0].fate.right).toBeNull();
    const wanted = "2024-01-09,Foxglove Apothecary,GBP,415.00,open";
    expect(gold).toContain(wanted);
    expect(isHeldOutRow(arena, wanted.split(","))).toBe(true);
    const { stdout } = await row("ADJ-5001");
    expect(stdout).toMatch(/^ {2}1 row of it is held out, so not shown$/m);
    expect(stdout).not.toContain("as the gold has it");
  });

  test("before anything was recorded it tells of the genome as it is", async () => {
    project.write("genome/clean_data.ts", settlesWaived);
    expect((await told("FLG-2002")).genomes).toMatchObject([
      { since: "start", round: null, origin: "person", fate: { right: true } },
    ]);
  });

  test("what a person edited since comes last, and only the last ones are run where that is asked", async () => {
    const history = new History(project);
    await history.start();
    project.write("genome/clean_data.ts", settlesWaived);
    const story = await told("FLG-2002", "--limit", "1");
    expect(story).toMatchObject({ earlier: 1, genomes: [{ since: "edited", changed: true }] });
    expect((await row("FLG-2002", "--limit", "1")).stdout).toContain("1 earlier left out");
  });

  test("a genome that does not come through is said, and the others are told of", async () => {
    project.write("genome/clean_data.ts", crashes);
    const { stdout } = await row("INV-1001");
    expect(stdout).toMatch(/^ {4}not known: its run ended with crash$/m);
  });

  test("a table that cannot be read is said as well", async () => {
    project.write(
      "genome/clean_data.ts",
      'export const clean = ({ emit }) => emit("master", { entity: "x".repeat(2_000_000) });\n',
    );
    const { stdout } = await row("INV-1001");
    expect(stdout).toMatch(/^ {4}not known: a table of it has a row larger than/m);
  });

  test("what a feed hides is shown as text", async () => {
    const feed = "data/input/finance_invoices.csv";
    writeFileSync(
      project.path(feed),
      `${readFileSync(project.path(feed), "utf8")}EVIL-1,"\u001b[31m<b>\u202e",1,USD,2024-01-08,2024-01-08,Paid,,,\n`,
    );
    const { stdout } = await row("EVIL-1");
    expect(stdout).toContain("\\u{1b}[31m<b>\\u{202e}");
    for (const hidden of ["\u001b", "\u202e"]) expect(stdout).not.toContain(hidden);
  });
});

describe("in an arena with a key", () => {
  const genome = `import type { Genome } from "cleanloop/kit";
export const clean: Genome = async ({ inputs, emit }) => {
  const sums = new Map<string, number>();
  for (const input of inputs)
    for await (const row of input.records())
      sums.set(row.code, (sums.get(row.code) ?? 0) + Number(row.amount));
  for (const [code, sum] of sums) emit("master", { id: Number(code), shop: "S" + Number(code), sum });
};
`;
  const keyed = (key: readonly string[]): void => {
    project.delete("data/input");
    project.write("data/input/till.csv", "code,amount\n001,5\n001,7\n2,1\n");
    project.write("data/gold/expected.csv", "id,shop,sum\n1,S1,12\n2,S2,1\n");
    for (const path of ["genome/clean_data.ts", "genome/clean_data_starter.ts"])
      project.write(path, genome);
    project.write(
      "data/arena.json",
      JSON.stringify({
        name: "till",
        tables: {
          master: { file: "till.csv", columns: { id: "number", shop: "text", sum: "number" } },
        },
        gold: { key, partial: false },
        holdout: 0,
      }),
    );
  };

  test("the key is compared as its column is typed, and all input rows with it are its story", async () => {
    keyed(["id"]);
    const story = await told("1");
    expect(story).toMatchObject({
      key: ["id"],
      inputs: [
        { feed: "till.csv", row: 1, cells: ["001", "5"] },
        { feed: "till.csv", row: 2, cells: ["001", "7"] },
      ],
      gold: { by: "key", rows: [{ line: 2, cells: { id: "1", sum: "12" } }], heldOut: 0 },
      genomes: [{ fate: { right: true, rows: [{ table: "master", cells: { sum: "12" } }] } }],
    });
  });

  test("where the genome makes the key, the master table and the gold still tell of it", async () => {
    keyed(["shop"]);
    const story = await told("S2");
    expect(story).toMatchObject({ inputs: [], gold: { by: "key", rows: [{ line: 3 }] } });
    expect(story.genomes[0].fate).toMatchObject({ right: true, rows: [{ cells: { id: "2" } }] });
    expect((await row("S2")).stdout).toContain("no input row shows shop as it is asked for");
  });

  test("a key of several columns is given as a line of CSV", async () => {
    keyed(["id", "shop"]);
    expect((await told("1,S1")).gold.rows).toMatchObject([{ cells: { id: "1", shop: "S1" } }]);
    const { exit, stderr } = await row("1");
    expect(exit).toBe(2);
    expect(stderr).toContain(
      "told by 2 columns, so --row takes their values as a line of CSV: id,shop",
    );
  });

  test("an unknown key is the user's mistake", async () => {
    keyed(["id"]);
    const { exit, stderr } = await row("99");
    expect(exit).toBe(2);
    expect(stderr).toContain(
      'neither an input row nor a row of the gold or the master table has id "99"',
    );
  });
});

describe("what cannot be told", () => {
  test("a cell that no row has is refused with the one that was meant", async () => {
    const { exit, stderr } = await row("inv-1001");
    expect(exit).toBe(2);
    expect(stderr).toMatch(/no input cell is exactly "inv-1001"\n.*did you mean "INV-1001"\?/);
    expect(stderr).toContain("arena.json names no gold.key");
  });

  test("a cell that many rows have is no record", async () => {
    const { exit, stderr } = await row("USD");
    expect(exit).toBe(2);
    expect(stderr).toMatch(/"USD" stands in \d+ input rows/);
  });

  test.each([["--round", "1"], ["--watch"], ["--html", "report.html"]])(
    "together with %s it is refused",
    async (...args) => {
      const { exit, stderr } = await row("INV-1001", ...args);
      expect(exit).toBe(2);
      expect(stderr).toContain("--row tells the story of one record");
    },
  );
});
