import { expect, test } from "vitest";
import type { RoundRow } from "../../src/core/observe/round-row.ts";
import { sha256 } from "../../src/domain/digest.ts";
import { roundRows } from "../../src/report/rounds.ts";
import { plain } from "../../src/report/style.ts";

const row: RoundRow = {
  round: 12,
  at: "2030-01-02T03:04:05.678Z",
  run: "run-1",
  decision: "reverted",
  by: null,
  review: null,
  reviewed: null,
  focus: "value_normalization",
  candidates: 1,
  origin: "model",
  model: null,
  checksFailed: [],
  rows: null,
  cells: null,
  effects: null,
  changedLines: 3,
  level: 0,
  mode: "REVIEW",
  isolation: "bwrap",
  tokens: 0,
  costUsd: 0,
  durationMs: 90,
  parent: sha256("parent"),
  chosen: sha256("chosen"),
  proposer: "openai",
  hypothesis: "a hypothesis ".repeat(30),
  outcome: "ok",
  score: 13,
  total: 14,
  fitness: 0.5,
  holdoutFitness: null,
  fitnessBefore: 0.6,
  holdoutBefore: null,
  reason: "a reason ".repeat(30),
};
const widths = (lines: readonly string[]): number[] => lines.map((line) => [...line].length);

test.each([112, 160, 240])(
  "on a terminal of %i columns each round is one line that fits",
  (width) => {
    const lines = roundRows([row, row], width, plain);
    expect(lines).toHaveLength(3);
    expect(Math.max(...widths(lines))).toBeLessThanOrEqual(width);
    expect(lines[1]).toMatch(/^ {2}12 .* a hypothesis .*… .*a reason .*…$/);
  },
);

test.each([72, 80, 111])("on one of %i the words go below the figures, and fit", (width) => {
  const lines = roundRows([row], width, plain);
  expect(lines).toHaveLength(4);
  expect(Math.max(...widths(lines))).toBeLessThanOrEqual(width);
});
