import type { SandboxResult } from "../core/sandbox.ts";
import { evaluationJson, evaluationText } from "./evaluation.ts";
import { genomeLine } from "./genome.ts";
import { titled } from "./layout.ts";
import type { Style } from "./style.ts";
import { isolationText, outcomeText, printed, trialJson } from "./trial.ts";

export const sandboxText = (result: SandboxResult, style: Style): string[] => {
  const { genome, trial, evaluation, tables } = result;
  return [
    genomeLine(genome, style),
    `${style.strong("Run")}     ${outcomeText(trial, style).join("\n")}`,
    ...(evaluation ? ["", ...evaluationText(evaluation, style)] : []),
    ...(trial.outcome === "rejected"
      ? []
      : [
          ...printed("The genome printed", trial.facts.stdout, style),
          ...isolationText(trial.facts.isolation, style),
        ]),
    ...titled(
      style.strong("Tables"),
      tables.map((table) => `  ${table}`),
    ),
  ];
};

export const sandboxJson = ({ genome, trial, evaluation, tables }: SandboxResult) => ({
  ...trialJson(trial),
  genome: { sha: genome.sha, origin: genome.origin },
  tables,
  evaluation: evaluation ? evaluationJson(evaluation) : null,
});
