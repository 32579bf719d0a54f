import { readFileSync } from "node:fs";
import { isHeldOut } from "../../src/cells/held-out.ts";
import { typedRow } from "../../src/cells/typing.ts";
import { arenaFileSchema, arenaFrom } from "../../src/domain/arena.ts";
import { sha256 } from "../../src/domain/digest.ts";
import type { Assignment } from "../../src/domain/proposing.ts";
import { lenientRows } from "../../src/sandbox/feed-rows.ts";
import { financeFeedNames, financeStarter, shipped } from "./finance.ts";

const tableAt = (path: string): [header: string[], ...rows: string[][]] => {
  const [header = [], ...rows] = lenientRows(shipped(path));
  return [header, ...rows];
};

/** What the search is told before its first round on the finance project. */
export const financeAssignment = (): Assignment => {
  const file: unknown = JSON.parse(readFileSync(shipped("data/arena.json"), "utf8"));
  const arena = arenaFrom(arenaFileSchema.parse(file));
  const [, ...gold] = tableAt("data/gold/expected.csv");
  const text = financeStarter();
  return {
    arena,
    genome: { text, sha: sha256(text), origin: "starter" },
    focus: "value_normalization",
    standing: startersStanding,
    inputs: financeFeedNames.map((name) => {
      const [header, ...rows] = tableAt(`data/input/${name}`);
      return { name, header, rows };
    }),
    gold: gold.filter(
      (row) => !isHeldOut(arena.name, arena.holdout, typedRow(arena.master.columns, row)),
    ),
    attempts: [],
    parked: [],
    refusedRules: [],
    candidates: 1,
    round: 1,
    seed: 1,
  };
};

const startersStanding: Assignment["standing"] = {
  outcome: "ok",
  detail: "finished",
  checks: [],
  fitness: 0.59,
  metrics: {
    referenceRows: 62,
    outputRows: 26,
    matchedRows: 26,
    missingRows: 36,
    unexpectedRows: 0,
    leftOutRows: 0,
    recall: 0.42,
    precision: 1,
    rowF1: 0.59,
    columnF1: {},
    meanColumnF1: 0.59,
  },
  missing: [],
  unexpected: [],
};
