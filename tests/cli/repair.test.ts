import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { lenientRows } from "../../src/csv/lenient.ts";
import { arenaKinds, writeArena } from "../support/arenas/index.ts";
import { renamedFinance } from "../support/arenas/renamed-finance.ts";
import { cleanloop } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";

/** The loop as a fresh machine runs it: no key, no endpoint, nobody at the terminal. */
const loop = async (root: string, iterations: number) => {
  const args = ["--proposer", "search", "--reviewer", "judge", "--seed", "1", "--json"];
  const answer = await cleanloop([
    ...["loop", "--root", root, "--max-iterations", String(iterations)],
    ...args,
  ]);
  const events = answer.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { exit: answer.exit, events, summary: events.at(-1) };
};

const evaluate = async (root: string) =>
  JSON.parse((await cleanloop(["evaluate", "--root", root, "--json"])).stdout);

const genomeIn = (root: string): string => readFileSync(join(root, "genome/clean_data.ts"), "utf8");

const literalsIn = (program: string): string[] => {
  const literals: string[] = [];
  new Visitor({
    Literal: ({ value }) => void literals.push(String(value)),
    TemplateElement: ({ value }) => void literals.push(value.cooked ?? value.raw),
  }).visit(parseSync("genome.ts", program).program);
  return literals;
};

/** What a genome can only know from the answers. */
const literalsOfTheGoldAlone = (root: string): string[] => {
  const cells = [...lenientRows(join(root, "data/gold/expected.csv"))].slice(1).flat();
  const gold = new Set([...cells, ...cells.map((cell) => String(Number(cell)))]);
  const inputs = readdirSync(join(root, "data/input"))
    .map((file) => readFileSync(join(root, "data/input", file), "utf8"))
    .join("\n");
  return literalsIn(genomeIn(root)).filter(
    (literal) => literal.trim() !== "" && gold.has(literal) && !inputs.includes(literal),
  );
};

interface KeptRound {
  readonly chosen: string;
  readonly candidates: readonly { readonly sha: string; readonly hypothesis: string }[];
}

const keptHypotheses = (events: readonly (KeptRound & { type: string; decision: string })[]) =>
  events
    .filter(({ type, decision }) => type === "round" && decision === "kept")
    .flatMap(({ chosen, candidates }) => candidates.filter(({ sha }) => sha === chosen))
    .map(({ hypothesis }) => hypothesis);

const expectPerfect = async (root: string): Promise<void> => {
  const { exit, events, summary } = await loop(root, 20);
  expect(summary).toMatchObject({
    type: "summary",
    stopReason: "perfect",
    tripwire: null,
    fitnessAfter: 1,
    holdoutFitness: 1,
  });
  expect(exit).toBe(0);
  expect(summary.rounds).toBeLessThanOrEqual(20);
  expect(await evaluate(root)).toMatchObject({ score: 14, total: 14, fitness: 1 });

  const hypotheses = keptHypotheses(events);
  expect(hypotheses).toHaveLength(summary.kept);
  for (const hypothesis of hypotheses) expect(hypothesis).toMatch(/^.{10,}$/);
  expect(literalsOfTheGoldAlone(root)).toEqual([]);
  expect(genomeIn(root).split("\n").length).toBeLessThanOrEqual(100);
};

describe("the finance project", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject();
  });
  afterEach(() => project.dispose());

  it("is repaired from the starter to 14 of 14, held-out rows included, by rules alone", async () => {
    await expectPerfect(project.root);
  });

  it("would not hide an answer that was learnt by heart", () => {
    const byHeart = `const known = { "ADJ-5007": "2024-02-01", "FLG-2008": 1020.5, "FLG-2005": 1322.18 };\n`;
    project.write("genome/clean_data.ts", byHeart + project.read("genome/clean_data.ts"));
    expect(literalsOfTheGoldAlone(project.root)).toEqual(["2024-02-01", "1020.5"]);
  });
});

describe("an arena nobody has seen", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "cleanloop-unseen-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const layOut = (name: string): void => {
    const kind = arenaKinds.find((one) => one.name === name);
    if (!kind) throw new Error(`no arena is called ${name}`);
    writeArena(root, kind.make(1));
  };

  it.each([1, 2])("that is finance under other names is repaired too, seed %i", async (seed) => {
    const renamed = renamedFinance.make(seed);
    writeArena(root, { ...renamed, arena: { ...renamed.arena, holdout: 0.2 } });
    await expectPerfect(root);
  });

  it.each(["store-places", "repair-dates", "meter-rounds"])(
    "gets nearly all of its unseen rows right: %s",
    async (name) => {
      layOut(name);
      const { exit } = await loop(root, 40);
      expect(exit).toBe(0);
      expect((await evaluate(root)).holdoutFitness).toBeGreaterThanOrEqual(0.97);
      expect(literalsOfTheGoldAlone(root)).toEqual([]);
    },
  );

  it("that its inputs do not determine is given up early, and nothing is memorised", async () => {
    layOut("essay-marks");
    const { exit, summary } = await loop(root, 40);
    expect(exit).toBe(0);
    expect(summary).toMatchObject({ stopReason: "saturated", tripwire: null });
    expect(summary.rounds).toBeLessThanOrEqual(10);
    expect(summary.fitnessAfter).toBeGreaterThanOrEqual(summary.fitnessBefore);
    expect(literalsOfTheGoldAlone(root)).toEqual([]);
  });
});

describe("harder inputs", () => {
  const harder = async (...levels: readonly string[]) => {
    const project = new TestProject();
    await cleanloop(["challenge", "--root", project.root, "--levels", ...levels, "--seed", "3"]);
    const { exit, summary } = await loop(project.root, 20);
    const score = await evaluate(project.root);
    project.dispose();
    return { exit, summary, score };
  };

  test("of levels 1 to 3 are repaired as well", async () => {
    const { exit, summary, score } = await harder("1", "2", "3");
    expect({ exit, stopReason: summary.stopReason }).toEqual({ exit: 0, stopReason: "perfect" });
    expect(score).toMatchObject({ score: 14, total: 14, fitness: 1, holdoutFitness: 1 });
  });

  test("of all levels leave the genome better, and the loop says how it ended", async () => {
    const { exit, summary } = await harder("1", "2", "3", "4", "5");
    expect(exit).toBe(0);
    expect(["perfect", "saturated"]).toContain(summary.stopReason);
    expect(summary.fitnessAfter).toBeGreaterThan(summary.fitnessBefore + 0.2);
  });
});

test("the same seed repairs the same way", async () => {
  const [one, other] = [new TestProject(), new TestProject()];
  try {
    await Promise.all([one, other].map(({ root }) => loop(root, 3)));
    expect(genomeIn(one.root)).not.toBe(one.read("genome/clean_data_starter.ts"));
    expect(genomeIn(other.root)).toBe(genomeIn(one.root));
  } finally {
    one.dispose();
    other.dispose();
  }
});
