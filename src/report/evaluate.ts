import type { AuditFinding, AuditResult } from "../core/audit.ts";
import { type EvaluateResult, lowerFitness, type RowDifferences } from "../core/evaluate.ts";
import { visible } from "../domain/visible.ts";
import type {
  Contradiction,
  Contradictions,
} from "../policy/contradictions/find-contradictions.ts";
import type { RowPair } from "../policy/row-pairs.ts";
import { evaluationJson, evaluationText } from "./evaluation.ts";
import { aligned, count, fitted, ratio, textCell, titled } from "./layout.ts";
import { genomeLine, outcomeText } from "./run.ts";
import type { Style } from "./style.ts";

export const evaluateText = (
  result: EvaluateResult,
  rows: RowDifferences | null,
  failUnder: number,
  width: number,
  style: Style,
): string[] => [
  ...subjectText(result, style),
  "",
  ...evaluationText(result.evaluation, style),
  ...(rows ? rowDifferencesText(rows, width, style) : []),
  ...titled(
    style.strong("Feeds with rows that are left out"),
    result.refusedRows.map(({ detail }) => `  ${style.warn("!")} ${detail}`),
  ),
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
  width: number,
  style: Style,
): string[] => [
  "",
  style.strong(`${count(missing, "visible row")} missing, ${unexpected} unexpected`),
  ...pairs.flatMap((pair) => pairText(pair, columns, width, style)),
];

/** Where both are there, the cells that differ stand out; a row alone is shown as it is. */
const pairText = (
  { wanted, got, differs }: RowPair,
  columns: readonly string[],
  width: number,
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
    const shown = isMarked || cells.length === 1 ? cells : cells.slice(1);
    return [isMarked ? "≠" : "", visible(name, 40), ...shown].map((cell) =>
      textCell(cell, isMarked ? style.warn : (text) => text),
    );
  });
  const header = wanted && got ? [["", "", "wanted", "got"].map((cell) => textCell(cell))] : [];
  return ["", `  ${title}`, ...fitted([...header, ...lines], width - 2).map((line) => `  ${line}`)];
};

const cellText = (cell = ""): string => `"${visible(cell, 200)}"`;

export const evaluateJson = (result: EvaluateResult, rows: RowDifferences | null) => ({
  ...evaluationJson(result.evaluation),
  outcome: result.subject.kind === "genome" ? result.subject.run.outcome : null,
  genome: result.subject.kind === "genome" ? result.subject.genome.sha : null,
  contradictions: result.contradictions,
  goldFaults: result.goldFaults,
  refusedRows: result.refusedRows,
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

/** Each damage, whether the judge noticed it, and by which checks. */
export const auditText = (audit: AuditResult, style: Style): string[] => {
  const { findings, notApplicable, rows } = audit;
  const blind = findings.filter(({ ok }) => !ok).length;
  return [
    `${style.strong("Audit")}  ${count(findings.length, "case")} on ${count(rows, "gold row")}, taken as correct output`,
    "",
    ...aligned(findings.map((finding) => auditRow(finding, style))),
    ...titled(
      style.strong("Not applicable to this arena"),
      notApplicable.map(({ name, table }) => `  ${name} (${table})`),
    ),
    "",
    blind === 0
      ? style.good("The judge noticed all that matters and nothing that does not.")
      : style.bad(`${count(blind, "blind spot")}: the judge is not to be trusted with this arena.`),
  ];
};

const auditRow = ({ name, table, noticed, byChecks, ok }: AuditFinding, style: Style): string[] => [
  ok ? style.good("✓") : style.bad("✗"),
  name,
  table,
  noticed ? "noticed" : "ignored",
  style.faint(byChecks.join(", ")),
];

const mostShown = 10;

export const contradictionsText = (contradictions: Contradictions, style: Style): string[] => {
  if (!contradictions.checked)
    return [
      "",
      style.faint(
        `Gold and inputs were not compared for contradictions: ${count(contradictions.rows, "row")} are too many.`,
      ),
    ];
  const { findings } = contradictions;
  const shown = findings
    .slice(0, mostShown)
    .map((finding) => `  ${style.warn("!")} ${sentence(finding)}`);
  const more = findings.length - shown.length;
  return titled(
    style.strong("The gold contradicts itself"),
    more > 0 ? [...shown, `  … ${more} more`] : shown,
  );
};

const sentence = (finding: Contradiction): string => {
  switch (finding.code) {
    case "same-key-different-answers":
      return `${places(finding.gold)} have the same key but differ in ${finding.columns.join(", ")}`;
    case "equal-inputs-different-answers":
      return `equal input rows (${inputRows(finding.inputs)}) have answers that differ in ${finding.columns.join(", ")}: ${places(finding.gold)}`;
    case "unexplained-gold-row":
      return `no input row explains ${places([finding.gold])}${nearest(finding)}`;
  }
};

const nearest = (finding: Contradiction & { code: "unexplained-gold-row" }): string =>
  finding.nearest
    ? `; nearest is ${inputRows([finding.nearest])}, which shares ${finding.shared.join(", ") || "nothing"}`
    : "";

const places = (gold: readonly { file: string; line: number }[]): string =>
  gold.map(({ file, line }) => `${file} line ${line}`).join(" and ");

const inputRows = (inputs: readonly { file: string; row: number }[]): string =>
  inputs.map(({ file, row }) => `${file} row ${row}`).join(" and ");
