import type { GenomeRun } from "../core/candidate/run.ts";
import type { KnownGenome } from "../domain/genome.ts";
import { type Rejection, rejectionText } from "../domain/genome.ts";
import type { MissingIsolation } from "../domain/ports/running.ts";
import type { Isolation, RunFacts } from "../domain/run.ts";
import { visible } from "../domain/visible.ts";
import { aligned, seconds, short, titled } from "./layout.ts";
import type { Style } from "./style.ts";

const longestLine = 200;
const mostLines = 20;

/** What an operator must see first: how the run ended, and why. */
export const outcomeText = (run: GenomeRun, style: Style): string[] => {
  switch (run.outcome) {
    case "ok":
      return [`${style.good("ok")}  finished in ${seconds(run.facts.durationMs)}`];
    case "rejected":
      return [
        `${style.bad("rejected")}  it never ran: ${rejectionText(run.rejection)}`,
        ...sourceLine(run.rejection, style),
      ];
    default:
      return [
        `${style.bad(run.outcome)}  ${run.detail}`,
        ...(run.facts.violation ? [style.bad("It tried something that is forbidden.")] : []),
        ...printed("It wrote to stderr", run.facts.stderr, style),
      ];
  }
};

const sourceLine = ({ place }: Rejection, style: Style): string[] => {
  if (!place) return [];
  const start = Math.max(0, place.column - 81);
  const line = visible(place.source.slice(start, start + longestLine), longestLine);
  const column = visible(place.source.slice(start, place.column - 1), longestLine).length;
  const number = `  ${place.line} | `;
  return [style.faint(number) + line, " ".repeat(number.length + column) + style.bad("^")];
};

export const printed = (title: string, text: string, style: Style): string[] => {
  const lines = text.trimEnd().split("\n");
  if (text.trim() === "") return [];
  const shown = lines.slice(0, mostLines).map((line) => `  ${visible(line, longestLine)}`);
  const more = lines.length - shown.length;
  return titled(style.strong(title), more > 0 ? [...shown, `  … ${more} more lines`] : shown);
};

/** One loud line for a run that had to do without namespaces. */
export const missingIsolationText = (missing: MissingIsolation | null): string[] =>
  missing
    ? [
        `no namespaces here, so the genome ran on process alone (${missing.reason}); ${missing.hint}`,
      ]
    : [];

export const isolationText = (isolation: Isolation, style: Style): string[] => [
  "",
  `${style.strong("Isolation")}  ${isolation.backend}`,
  ...aligned(
    isolation.layers.map(({ name, on, detail }) => [
      on ? style.good("on") : style.warn("off"),
      name,
      style.faint(detail),
    ]),
  ),
];

/** The fields of `sandbox --json` that the contract names, without the evaluation. */
export const runJson = (run: GenomeRun) => {
  const facts: RunFacts | null = run.outcome === "rejected" ? null : run.facts;
  return {
    outcome: run.outcome,
    detail: detailOf(run),
    exitCode: facts?.exitCode ?? null,
    signal: facts?.signal ?? null,
    durationMs: facts?.durationMs ?? 0,
    violation: facts?.violation ?? false,
    stdout: visibleLines(facts?.stdout ?? ""),
    stderr: visibleLines(facts?.stderr ?? ""),
    truncated: facts?.truncated ?? false,
    isolation: facts?.isolation ?? null,
  };
};

const detailOf = (run: GenomeRun): string => {
  if (run.outcome === "ok") return "";
  return run.outcome === "rejected" ? rejectionText(run.rejection) : run.detail;
};

/** The cap of a run's log already bounds the length. */
const visibleLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => visible(line, Number.POSITIVE_INFINITY))
    .join("\n");

export const genomeLine = (
  { sha, origin }: Pick<KnownGenome, "sha" | "origin">,
  style: Style,
): string => `${style.strong("Genome")}  ${short(sha)}  ${originText[origin]}`;

export const originText: Record<KnownGenome["origin"], string> = {
  starter: "the starter",
  person: "written by a person (no record says otherwise)",
  search: "written by the built-in search",
  model: "from elsewhere, so it counts as a model's",
  command: "written by a command",
};
