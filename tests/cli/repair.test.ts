import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renamedFinance } from "../support/arenas/renamed-finance.ts";
import { plainStarter } from "../support/arenas/starter.ts";
import { writeArena } from "../support/arenas/write.ts";
import { cleanloopHere } from "../support/cli.ts";
import { layOutFinance } from "../support/finance.ts";
import { literalsOfTheGoldAlone } from "../support/literals.ts";
import { TestProject } from "../support/project.ts";
import { removeFolder } from "../support/remove-folder.ts";
import { inSoak, inThorough, thoroughTest } from "../support/soak.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "cleanloop-repair-"));
});
afterEach(() => removeFolder(root));

/** The loop as a fresh machine runs it: no key, no endpoint, nobody at the terminal. */
const loop = async (folder = root) => {
  const answer = await cleanloopHere([
    ...["loop", "--root", folder, "--max-iterations", "20", "--proposer", "search"],
    ...["--reviewer", "judge", "--seed", "1", "--json"],
  ]);
  const lines = answer.stdout.trimEnd().split("\n");
  return { exit: answer.exit, summary: JSON.parse(lines.at(-1) ?? "") };
};

const evaluate = async () =>
  JSON.parse((await cleanloopHere(["evaluate", "--root", root, "--json"])).stdout);

const genomeIn = (folder: string): string =>
  readFileSync(join(folder, "genome/clean_data.ts"), "utf8");

const expectPerfect = async (): Promise<void> => {
  const { exit, summary } = await loop();
  expect(summary).toMatchObject({
    type: "summary",
    stopReason: "perfect",
    tripwire: null,
    fitnessAfter: 1,
    holdoutFitness: 1,
  });
  expect(exit).toBe(0);
  expect(summary.rounds).toBeLessThanOrEqual(20);
  expect(await evaluate()).toMatchObject({ score: 14, total: 14, fitness: 1 });
  expect(literalsOfTheGoldAlone(root)).toEqual([]);
};

test("the finance project is repaired from the starter to 14 of 14, held-out rows included", async () => {
  layOutFinance(root);
  await expectPerfect();
  expect(genomeIn(root).split("\n").length).toBeLessThanOrEqual(100);
});

test("an answer that was learnt by heart would be seen", () => {
  const project = new TestProject();
  const byHeart = `const known = { "ADJ-5007": "2024-02-01", "FLG-2008": 1020.5, "FLG-2005": 1322.18 };\n`;
  project.write("genome/clean_data.ts", byHeart + project.read("genome/clean_data.ts"));
  expect(literalsOfTheGoldAlone(project.root)).toEqual(["2024-02-01", "1020.5"]);
  project.dispose();
});

test.each([...inThorough([1]), ...inSoak([2, 3])])(
  "so is finance under other names, seed %i",
  async (seed) => {
    const renamed = renamedFinance.make(seed);
    writeArena(root, { ...renamed, arena: { ...renamed.arena, holdout: 0.2 } });
    await expectPerfect();
  },
);

const harder = async (...levels: readonly string[]) => {
  layOutFinance(root);
  await cleanloopHere(["challenge", "--root", root, "--levels", ...levels, "--seed", "3"]);
  return loop();
};

thoroughTest("harder inputs of levels 1 to 3 are repaired as well", async () => {
  const { exit, summary } = await harder("1", "2", "3");
  expect({ exit, stopReason: summary.stopReason }).toEqual({ exit: 0, stopReason: "perfect" });
  expect(await evaluate()).toMatchObject({ score: 14, total: 14, fitness: 1, holdoutFitness: 1 });
});

test.each(inSoak([["1", "2", "3", "4", "5"]]))(
  "harder inputs of all levels leave the genome better, and the loop says how it ended",
  async (...levels) => {
    const { exit, summary } = await harder(...levels);
    expect(exit).toBe(0);
    expect(["perfect", "saturated"]).toContain(summary.stopReason);
    expect(summary.fitnessAfter).toBeGreaterThan(summary.fitnessBefore + 0.2);
  },
);

test.each(inSoak([1]))("the same seed repairs the same way", async () => {
  const other = mkdtempSync(join(tmpdir(), "cleanloop-repair-"));
  try {
    for (const folder of [root, other]) layOutFinance(folder);
    await Promise.all([loop(root), loop(other)]);
    expect(genomeIn(other)).toBe(genomeIn(root));
  } finally {
    removeFolder(other);
  }
});

test("what stays unexplained is named at the end, and --fail-under makes it an exit code", async () => {
  const ids = Array.from({ length: 30 }, (_, at) => `K${at}`);
  writeArena(root, {
    arena: {
      name: "marks",
      tables: {
        master: { file: "out.csv", columns: { id: "text", mark: "text" }, required: ["id"] },
      },
      gold: {},
      holdout: 0,
    },
    inputs: { "in.csv": `id\n${ids.join("\n")}\n` },
    gold: `id,mark\n${ids.map((id, at) => `${id},m${(at * 7919) % 1009}\n`).join("")}`,
    starter: plainStarter(["id", "mark"], new Set(["id"])),
  });
  const { exit, stdout } = await cleanloopHere([
    ...["loop", "--root", root, "--proposer", "search", "--reviewer", "judge"],
    ...["--fail-under", "0.9"],
  ]);
  expect(exit).toBe(1);
  expect(stdout).toContain("saturated: the proposer has nothing left to try");
  expect(stdout).toMatch(
    /nothing left to try at fitness 0\.\d+: not explained: mark in 30 of 30 rows/,
  );
  expect(stdout).toMatch(/mark: not explained in 30 rows, such as ".*" → "m\d+"; /);
  expect(stdout).toContain("0.9");
});

test("what may be learnt by heart is what the settings say, and the hint on them works", async () => {
  const shops = ["Asda", "Boots", "Hertz", "Odeon", "Shell", "Tesco"];
  const kinds = ["food", "health", "travel", "leisure", "fuel", "household"];
  const rows = Array.from({ length: 60 }, (_, at) => `${at},${shops[at % 6]}`);
  writeArena(root, {
    arena: {
      name: "shops",
      tables: {
        master: {
          file: "out.csv",
          columns: { id: "text", shop: "text", kind: "text" },
          required: ["id"],
        },
      },
      gold: {},
      holdout: 0.2,
    },
    inputs: { "in.csv": `id,shop\n${rows.join("\n")}\n` },
    gold: `id,shop,kind\n${rows.map((row, at) => `${row},${kinds[at % 6]}\n`).join("")}`,
    starter: plainStarter(["id", "shop", "kind"], new Set(["id"])),
  });
  const { summary } = await loop();
  const [, settings = ""] = /("limits": \{ "memorised": 6 \}) in cleanloop\.json/.exec(
    JSON.stringify(summary).replaceAll('\\"', '"'),
  ) ?? [""];
  writeFileSync(join(root, "cleanloop.json"), `{ ${settings} }`);
  expect((await loop()).summary).toMatchObject({ stopReason: "perfect", fitnessAfter: 1 });
});
