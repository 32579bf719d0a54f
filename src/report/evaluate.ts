import { type EvaluateResult, lowerFitness, type RowDifferences } from "../core/evaluate.ts";
import { visible } from "../domain/visible.ts";
import type { RowPair } from "../policy/row-pairs.ts";
import { contradictionsText } from "./contradictions.ts";
import { evaluationJson, evaluationText } from "./evaluation.ts";
import { genomeLine } from "./genome.ts";
import { aligned, count, ratio, titled } from "./layout.ts";
import type { Style } from "./style.ts";
import { outcomeText } from "./trial.ts";

export const evaluateText = (
  result: EvaluateResult,
  rows: RowDifferences | null,
  failUnder: number,
  style: Style,
): string[] => [
  ...subjectText(result, style),
  "",
  ...evaluationText(result.evaluation, style),
  ...(rows ? rowDifferencesText(rows, style) : []),
  ...titled(
    style.strong("Gold that no output can match"),
    result.goldFaults.map(({ detail }) => `  ${style.warn("!")} ${detail}`),
  ),
  ...contradictionsText(result.contradictions, style),
  ...titled(
    style.strong("Challenge files are active"),
    result.challenges.map((file) => `  ${file}`),
  ),
  ...titled(
    style.strong("Tables"),
    result.published.map((table) => `  ${table}`),
  ),
  ...belowText(lowerFitness(result.evaluation), failUnder, style),
];

const subjectText = ({ subject }: EvaluateResult, style: Style): string[] =>
  subject.kind === "file"
    ? [`${style.strong("File")}    ${subject.path}`]
    : [
        genomeLine(subject.genome, style),
        `${style.strong("Run")}     ${outcomeText(subject.run, style).join("\n")}`,
      ];

const belowText = (fitness: number, failUnder: number, style: Style): string[] =>
  fitness >= failUnder
    ? []
    : ["", style.bad(`Below --fail-under: ${ratio(fitness)} is less than ${ratio(failUnder)}`)];

const rowDifferencesText = (
  { missing, unexpected, pairs, columns }: RowDifferences,
  style: Style,
): string[] => [
  "",
  style.strong(`${count(missing, "visible row")} missing, ${unexpected} unexpected`),
  ...pairs.flatMap((pair) => pairText(pair, columns, style)),
];

/** Where both are there, the cells that differ stand out; a row alone is shown as it is. */
const pairText = (
  { wanted, got, differs }: RowPair,
  columns: readonly string[],
  style: Style,
): string[] => {
  const title =
    wanted && got
      ? `${differs.length} of ${count(columns.length, "cell")} ${differs.length === 1 ? "differs" : "differ"}`
      : wanted
        ? "missing, with nothing like it in the output"
        : "unexpected, with nothing like it among the missing";
  const lines = columns.map((name, at) => {
    const isMarked = differs.includes(name);
    const cells = [...(wanted ? [cellText(wanted[at])] : []), ...(got ? [cellText(got[at])] : [])];
    const mark = isMarked ? "≠" : " ";
    return [mark, visible(name, 40), ...(isMarked || cells.length === 1 ? cells : cells.slice(1))];
  });
  const header = wanted && got ? [[" ", "", "wanted", "got"]] : [];
  return [
    "",
    `  ${title}`,
    ...aligned([...header, ...lines], "  ").map((line) =>
      line.startsWith("  ≠") ? style.warn(line) : line,
    ),
  ];
};

const cellText = (cell = ""): string => `"${visible(cell, 60)}"`;

export const evaluateJson = (result: EvaluateResult, rows: RowDifferences | null) => ({
  ...evaluationJson(result.evaluation),
  outcome: result.subject.kind === "genome" ? result.subject.run.outcome : null,
  genome: result.subject.kind === "genome" ? result.subject.genome.sha : null,
  contradictions: result.contradictions,
  goldFaults: result.goldFaults,
  ...(rows ? { rows: rowsJson(rows) } : {}),
  challenges: result.challenges,
  published: result.published,
});

const rowsJson = ({ missing, unexpected, pairs, columns }: RowDifferences) => {
  const named = (row: readonly string[] | null) =>
    row && Object.fromEntries(columns.map((name, at) => [name, row[at] ?? ""]));
  return {
    missing,
    unexpected,
    pairs: pairs.map(({ wanted, got, differs }) => ({
      wanted: named(wanted),
      got: named(got),
      differs,
    })),
  };
};
