import type { MergedRuns } from "../core/run/merge-runs.ts";
import type { RunFeedsResult } from "../core/run/run-feeds.ts";
import type { RunManifest } from "../domain/run-manifest.ts";
import { visible } from "../domain/visible.ts";
import { checksText } from "./evaluation.ts";
import { junitXml } from "./junit.ts";
import { aligned, count, titled } from "./layout.ts";
import { genomeLine, outcomeText, runJson } from "./run.ts";
import type { Style } from "./style.ts";

export const runFeedsText = (result: MergedRuns, style: Style): string[] => [
  genomeLine(result.genome, style),
  ...(result.run
    ? [`${style.strong("Run")}     ${outcomeText(result.run, style).join("\n")}`]
    : []),
  ...(result.manifest ? rowsText(result.manifest, style) : []),
  ...checksText(result.checks, style),
  "",
  ...verdictText(result, style),
];

const rowsText = ({ rows, tables }: RunManifest, style: Style): string[] => [
  `${style.strong("Rows")}    ${count(rows.in, "row")} in: ${rows.master} in master, ${rows.failures} in failures, ${unaccountedText(rows.unaccounted)}`,
  ...(rows.refused > 0 ? [`        ${count(rows.refused, "row")} could not be read`] : []),
  ...titled(
    style.strong("Tables"),
    aligned(tables.map((one) => [one.file, count(one.rows, "row")])),
  ),
];

const unaccountedText = (unaccounted: number): string => {
  if (unaccounted === 0) return "none unaccounted for";
  return unaccounted > 0
    ? `${unaccounted} in neither (the genome left them out or merged them)`
    : `${-unaccounted} more than came in (the genome makes several rows of one)`;
};

const verdictText = (
  { status, out, failure, stands, checks }: MergedRuns,
  style: Style,
): string[] => {
  const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
  switch (status) {
    case "published":
      return [style.good(`Published to ${visible(out, 400)}`)];
    case "nothing-new":
      return [`Nothing new: ${visible(out, 400)} holds every row of these files already`];
    case "refused":
      return [
        style.bad(`Not published: ${failed.join(", ")}`),
        stands
          ? `The last good version stands in ${visible(out, 400)}.`
          : "There is no earlier version.",
        ...(failure === null ? [] : [`Rows that failed, at most 100 a check, are in ${failure}`]),
      ];
  }
};

export const runFeedsJson = ({ genome, run, ...result }: MergedRuns) => ({
  status: result.status,
  out: result.out,
  genome: { sha: genome.sha, origin: genome.origin },
  run: run === null ? null : runJson(run),
  rows: result.manifest?.rows ?? null,
  inputs: result.manifest?.inputs ?? [],
  tables: result.manifest?.tables ?? [],
  shard: result.manifest?.shard ?? null,
  checks: result.checks,
  warnings: result.warnings,
  drift: result.drift,
  failure: result.failure,
  stands: result.stands,
});

/** A test case for each check of a run on new data; what was not published has its reason. */
export const runFeedsJunit = ({ status, checks, failure }: RunFeedsResult): string =>
  junitXml([
    {
      name: "cleanloop.run",
      cases: [
        ...checks.map(
          ({ name, passed, detail }) =>
            ({ name, result: passed ? "passed" : "failed", detail, shown: [] }) as const,
        ),
        {
          name: "published",
          result: status === "refused" ? "error" : "passed",
          detail: failure ?? "",
          shown: [],
        },
      ],
    },
  ]);
