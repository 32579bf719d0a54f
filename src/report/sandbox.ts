import type { SandboxResult } from "../core/sandbox.ts";
import { evaluationJson, evaluationText } from "./evaluation.ts";
import { genomeLine } from "./genome.ts";
import { titled } from "./layout.ts";
import type { Style } from "./style.ts";
import { isolationText, outcomeText, printed, trialJson } from "./trial.ts";

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
  ...trialJson(run),
  genome: { sha: genome.sha, origin: genome.origin },
  tables,
  evaluation: evaluation ? evaluationJson(evaluation) : null,
});
