import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { type EvaluateResult, evaluateFile, evaluateGenome, openProject } from "../../src/index.ts";
import { arenaKinds, newKinds, writeArena } from "../support/arenas/index.ts";
import { renamedFinance } from "../support/arenas/renamed-finance.ts";
import { removeFolder } from "../support/remove-folder.ts";
import { inSoak } from "../support/soak.ts";
import { common, gold, headerOf, ownColumns } from "./finance-rows.ts";

test("there are arenas of many kinds, each with a name of its own", () => {
  expect(arenaKinds.length).toBeGreaterThanOrEqual(17);
  expect(new Set(arenaKinds.map(({ name }) => name)).size).toBe(arenaKinds.length);
  expect(arenaKinds.filter(({ solvable }) => !solvable)).toHaveLength(1);
});

const every = [...arenaKinds, ...newKinds];

test.each(every.map((kind) => [kind.name, kind] as const))(
  "%s is the same for the same seed and another for another",
  (_, kind) => {
    const [one, other] = [kind.make(1), kind.make(2)];
    expect(kind.make(1)).toEqual(one);
    expect(other.inputs).not.toEqual(one.inputs);
    expect(other.gold).not.toEqual(one.gold);
  },
);

/** One in six says how such a project is made; each of them is looked at with all others. */
const sample = every.filter((_, at) => at % 6 === 0);

describe.each(
  (inSoak(every).length > 0 ? every : sample).map((kind) => [kind.name, kind] as const),
)("%s", (_, kind) => {
  let root: string;
  let starter: EvaluateResult;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "cleanloop-arena-"));
    writeArena(root, kind.make(1));
    starter = await evaluateGenome(openProject(root));
  });
  afterAll(() => removeFolder(root));

  it("has a starter that runs and leaves work to be done", () => {
    expect(starter.subject).toMatchObject({ kind: "genome", run: { outcome: "ok" } });
    expect(starter.evaluation.fitness).toBeGreaterThan(0);
    expect(starter.evaluation.fitness).toBeLessThan(1);
  });

  it("holds rows out that no proposer sees, and shows as many", () => {
    const { heldOut, visible } = starter.evaluation;
    expect(heldOut.rows).toBeGreaterThanOrEqual(5);
    expect(visible.referenceRows).toBeGreaterThanOrEqual(5);
  });

  it("has a gold that passes every check as an answer", async () => {
    const { evaluation } = await evaluateFile(
      openProject(root),
      join(root, "data/gold/expected.csv"),
    );
    expect(evaluation).toMatchObject({ score: evaluation.total, fitness: 1, holdoutFitness: 1 });
  });

  if (kind.solvable)
    it("has a gold that its inputs do not contradict", () => {
      expect(starter.contradictions).toEqual({ checked: true, findings: [] });
    });
});

describe("the renamed finance project", () => {
  const financeNames = [
    ...["finance", "invoices", "flags", "regional", "collections", "adjustments"],
    ...["Open", "Overdue", "approved", "pending", "Halden", "Foxglove", "TBD"],
    ...[...Object.values(ownColumns).flat(), ...common, ...headerOf("gold/expected.csv")],
  ];

  it.each([1, 2, 3])("has no name of the original, with seed %i", (seed) => {
    const { inputs, gold } = renamedFinance.make(seed);
    const words = new Set([...Object.entries(inputs).flat(), gold].join("\n").match(/\w+/g));
    expect(financeNames.filter((name) => words.has(name))).toEqual([]);
  });

  it.each([1, ...inSoak([2, 3])])(
    "leaves its starter as much to do, with seed %i",
    async (seed) => {
      const root = mkdtempSync(join(tmpdir(), "cleanloop-arena-"));
      try {
        writeArena(root, renamedFinance.make(seed));
        const { evaluation } = await evaluateGenome(openProject(root));
        expect(evaluation).toMatchObject({ score: 13, total: 14 });
        expect(evaluation.metrics).toMatchObject({
          referenceRows: gold.length,
          matchedRows: 30,
          unexpectedRows: 0,
        });
      } finally {
        removeFolder(root);
      }
    },
  );
});
