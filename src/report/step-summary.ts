import { type EvaluateResult, lowerFitness } from "../core/evaluate.ts";
import type { LoopResult } from "../core/loop/finish.ts";
import type { ProjectOverview } from "../core/observe/overview.ts";
import type { RunFeedsResult } from "../core/run/run-feeds.ts";
import type { SandboxResult } from "../core/sandbox.ts";
import type { Check, Evaluation } from "../domain/evaluation.ts";
import { visible } from "../domain/visible.ts";
import { count, dollars, ratio } from "./layout.ts";

/* A few lines of Markdown for the page that GitHub shows beside a workflow's run. */

const longestText = 300;

/** A text that Markdown shows as it is, also in a cell of a table. */
export const plainMarkdown = (text: string): string =>
  visible(text, longestText)
    .replace(/[\\`*_{}[\]()#+\-.!|~@:]/g, (mark) => `\\${mark}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

const table = (rows: readonly (readonly [string, string])[]): string[] => [
  "| | |",
  "| --- | --- |",
  ...rows.map(([name, value]) => `| ${name} | ${value} |`),
  "",
];

const heldOut = (value: number | null): string => (value === null ? "not known" : ratio(value));

export const loopMarkdown = (result: LoopResult): string[] => {
  const { fitnessBefore, fitnessAfter, holdoutFitness, stopReason, tripwire, head } = result;
  return [
    `### CleanLoop loop: ${fitnessBefore === null || fitnessAfter === null ? "no fitness" : `${ratio(fitnessBefore)} → ${ratio(fitnessAfter)}`}`,
    "",
    ...table([
      ["ended", plainMarkdown(tripwire === null ? stopReason : `tripwire ${tripwire}`)],
      ["held-out fitness", heldOut(holdoutFitness)],
      ["rounds", `${result.rounds}, ${result.kept} kept`],
      ["trust", plainMarkdown(`${result.trust.name} (${result.trust.mode})`)],
      ["spent", `${count(result.tokens, "token")}, ${dollars(result.costUsd)}`],
      ["head", head === null ? "none" : `\`${head}\``],
    ]),
  ];
};

export const evaluateMarkdown = ({ subject, evaluation }: EvaluateResult): string[] => {
  const ended =
    subject.kind === "genome" && subject.run.outcome !== "ok" ? ` (${subject.run.outcome})` : "";
  return [
    `### CleanLoop evaluate: ${evaluation.score}/${evaluation.total}, fitness ${ratio(lowerFitness(evaluation))}${ended}`,
    "",
    ...evaluationTable(evaluation),
  ];
};

export const sandboxMarkdown = ({ run, evaluation }: SandboxResult): string[] => [
  `### CleanLoop sandbox: ${run.outcome}`,
  "",
  ...(evaluation ? evaluationTable(evaluation) : []),
];

const evaluationTable = ({ fitness, holdoutFitness, checks, metrics }: Evaluation): string[] => [
  ...table([
    ["fitness", ratio(fitness)],
    ["held-out fitness", heldOut(holdoutFitness)],
    ["rows", `${metrics.matchedRows} of ${metrics.referenceRows} matched`],
  ]),
  ...failedChecks(checks),
];

const failedChecks = (checks: readonly Check[]): string[] => [
  ...checks
    .filter(({ passed }) => !passed)
    .map(({ name, detail }) => `- ✗ ${plainMarkdown(name)}: ${plainMarkdown(detail)}`),
  "",
];

export const runFeedsMarkdown = ({ status, out, checks, failure }: RunFeedsResult): string[] => [
  `### CleanLoop run: ${status}`,
  "",
  ...table([
    ["folder", plainMarkdown(out)],
    ["checks", `${checks.filter(({ passed }) => passed).length} of ${checks.length} pass`],
    ...(failure === null ? [] : ([["rows that failed", plainMarkdown(failure)]] as const)),
  ]),
  ...failedChecks(checks),
];

export const observeMarkdown = ({
  project,
  series,
  totals,
  trust,
  next,
  pending,
  head,
}: ProjectOverview): string[] => {
  const last = series.at(-1);
  return [
    `### CleanLoop ${plainMarkdown(project)}: ${last ? `fitness ${ratio(last.fitness)}` : "no round yet"}`,
    "",
    ...table([
      ["held-out fitness", heldOut(last?.holdoutFitness ?? null)],
      ["rounds", `${totals.rounds}, ${totals.kept} kept`],
      ["trust", plainMarkdown(`${trust.name} (${trust.mode})`)],
      ["waiting for a person", String(pending.length)],
      ["next", `${plainMarkdown(next.command)}: ${plainMarkdown(next.why)}`],
      ["head", head === null ? "none" : `\`${head}\``],
    ]),
  ];
};
