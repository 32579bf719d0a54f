import { type EvaluateResult, lowerFitness } from "../core/evaluate.ts";
import { contradictionsText } from "./contradictions.ts";
import { evaluationJson, evaluationText } from "./evaluation.ts";
import { genomeLine } from "./genome.ts";
import { ratio, titled } from "./layout.ts";
import type { Style } from "./style.ts";
import { outcomeText } from "./trial.ts";

export const evaluateText = (result: EvaluateResult, failUnder: number, style: Style): string[] => [
  ...subjectText(result, style),
  "",
  ...evaluationText(result.evaluation, style),
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

export const evaluateJson = (result: EvaluateResult) => ({
  ...evaluationJson(result.evaluation),
  outcome: result.subject.kind === "genome" ? result.subject.run.outcome : null,
  genome: result.subject.kind === "genome" ? result.subject.genome.sha : null,
  contradictions: result.contradictions,
  challenges: result.challenges,
  published: result.published,
});
