import type { ProbeResult, RedTeamResult } from "../core/red-team.ts";
import type { SandboxResult } from "../core/sandbox.ts";
import { visible } from "../domain/visible.ts";
import { evaluationJson, evaluationText } from "./evaluation.ts";
import { aligned, count, seconds, titled } from "./layout.ts";
import { genomeLine, isolationText, outcomeText, printed, runJson } from "./run.ts";
import type { Style } from "./style.ts";

export const sandboxText = (result: SandboxResult, style: Style): string[] => {
  const { genome, run, evaluation, tables } = result;
  return [
    genomeLine(genome, style),
    `${style.strong("Run")}     ${outcomeText(run, style).join("\n")}`,
    ...(evaluation ? ["", ...evaluationText(evaluation, style)] : []),
    ...(run.outcome === "rejected"
      ? []
      : [
          ...printed("The genome printed", run.facts.stdout, style),
          ...isolationText(run.facts.isolation, style),
        ]),
    ...titled(
      style.strong("Tables"),
      tables.map((table) => `  ${table}`),
    ),
  ];
};

export const sandboxJson = ({ genome, run, evaluation, tables }: SandboxResult) => ({
  ...runJson(run),
  genome: { sha: genome.sha, origin: genome.origin },
  tables,
  evaluation: evaluation ? evaluationJson(evaluation) : null,
});

const longestEvidence = 160;

/** Each hostile program: is it contained, is it detected, is it stopped? */
export const redTeamText = (result: RedTeamResult, style: Style): string[] => {
  const { probes, contained, total, isolation } = result;
  const [genomes, escaped] = (["genome", "escaped"] as const).map((kind) =>
    probes.filter((probe) => probe.kind === kind),
  );
  return [
    `${style.strong("Red team")}  ${count(total, "hostile program")} against copies of this project, on ${isolation.backend}`,
    ...table("Genomes, run as every candidate is", genomes, style),
    ...table("Escaped programs, as if a genome had all of Node in hand", escaped, style),
    ...isolationText(isolation, style),
    "",
    verdict(`${contained}/${total} contained`, result, style),
    ...meaning(result),
  ];
};

const table = (title: string, probes: readonly ProbeResult[] = [], style: Style): string[] => [
  "",
  style.strong(title),
  ...aligned([
    ["", "program", "contained", "detected as", "stopped", "evidence"].map(style.faint),
    ...probes.map((probe) => row(probe, style)),
  ]),
];

const row = (probe: ProbeResult, style: Style): string[] => {
  const { name, contained, stopped, durationMs, evidence } = probe;
  const mark = contained ? style.good : style.bad;
  return [
    mark(contained ? "✓" : "✗"),
    name,
    mark(contained ? "yes" : "NO"),
    detectedAs(probe),
    stopped ? seconds(durationMs) : style.bad("no"),
    (contained ? style.faint : style.bad)(visible(evidence, longestEvidence)),
  ];
};

const detectedAs = ({ outcome, violation }: ProbeResult): string =>
  `${outcome ?? "no answer"}${violation ? ", violation" : ""}`;

const verdict = (words: string, { contained, total }: RedTeamResult, style: Style): string =>
  contained === total ? style.good(words) : style.bad(words);

/** What an operator should make of the number. */
const meaning = ({ isolation, contained, total }: RedTeamResult): string[] => {
  if (isolation.backend === "process")
    return [
      "Without namespaces a program that leaves its realm reaches what is marked NO. That is why a",
      "genome that was run this way never earns more than NOTIFY, and why the text of a model or of",
      "a command is run this way only when you ask for it (--isolation process).",
    ];
  return contained === total
    ? []
    : ["What is marked NO got through: do not leave a loop running on this machine."];
};
