import type { EvaluateResult, RowDifferences } from "../core/evaluate.ts";
import { visible } from "../domain/visible.ts";
import { type JunitCase, junitXml } from "./junit.ts";

interface VetoSaid {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** A test case for each check and each veto; what could not be run is an error, not a failure. */
export const evaluateJunit = (
  { subject, evaluation }: EvaluateResult,
  vetoes: readonly VetoSaid[],
  rows: RowDifferences,
): string => {
  const ran = subject.kind === "file" || subject.run.outcome === "ok";
  const checks = evaluation.checks.map(
    ({ name, passed, detail }): JunitCase => ({
      name,
      result: passed ? "passed" : ran ? "failed" : "error",
      detail,
      shown: name === "matches_reference_output" && ran ? pairLines(rows) : [],
    }),
  );
  const said = vetoes.map(
    ({ name, passed, detail }): JunitCase => ({
      name,
      result: passed ? "passed" : "failed",
      detail,
      shown: [],
    }),
  );
  return junitXml([
    { name: "cleanloop.checks", cases: checks },
    ...(said.length === 0 ? [] : [{ name: "cleanloop.vetoes", cases: said }]),
  ]);
};

const pairLines = ({ pairs, columns }: RowDifferences): string[] => [
  columns.join(" | "),
  ...pairs.flatMap(({ wanted, got }) => [`wanted: ${cells(wanted)}`, `got:    ${cells(got)}`]),
];

const cells = (row: readonly string[] | null): string =>
  row === null ? "no such row" : row.map((cell) => visible(cell, 100)).join(" | ");
