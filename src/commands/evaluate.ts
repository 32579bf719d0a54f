import { resolve } from "node:path";
import { auditJudge } from "../core/audit/audit-judge.ts";
import { evaluateFile, evaluateGenome, lowerFitness } from "../core/evaluate.ts";
import { exitCode } from "../domain/exit-codes.ts";
import type { IsolationMode } from "../domain/isolation.ts";
import { Problem } from "../domain/problems.ts";
import { auditText } from "../report/audit.ts";
import { evaluateJson, evaluateText } from "../report/evaluate.ts";
import { missingText } from "../report/trial.ts";
import type { Command, Rendered, Surroundings } from "./command.ts";

interface Options {
  readonly file?: string;
  readonly failUnder?: number;
  readonly audit?: boolean;
  readonly isolation?: IsolationMode;
}

export const run: Command<Options> = (options, here) =>
  options.audit ? audited(options, here) : judged(options, here);

const judged = async (options: Options, here: Surroundings): Promise<Rendered> => {
  const { file, failUnder = 0 } = options;
  const workspace = here.openWorkspace({ isolation: options.isolation });
  here.progress(file === undefined ? "running and judging the genome" : `judging ${file}`);
  const result =
    file === undefined
      ? await evaluateGenome(workspace, here.signal)
      : await evaluateFile(workspace, resolve(here.cwd, file));
  const ran = result.subject.kind === "file" || result.subject.trial.outcome === "ok";
  const enough = lowerFitness(result.evaluation) >= failUnder;
  return {
    exit: ran && enough ? exitCode.done : exitCode.finding,
    warnings: missingText(result.missing),
    json: evaluateJson(result),
    text: () => evaluateText(result, failUnder, here.style),
  };
};

const audited = async (options: Options, here: Surroundings): Promise<Rendered> => {
  const clash = options.file !== undefined ? "a file" : "--fail-under";
  if (options.file !== undefined || options.failUnder !== undefined)
    throw Problem.of("bad-usage", {
      message: `--audit judges copies of the gold that it damages itself, so ${clash} says nothing there`,
    });
  here.progress("damaging correct output in known ways");
  const result = await auditJudge(here.openWorkspace());
  return {
    exit: result.ok ? exitCode.done : exitCode.finding,
    json: result,
    text: () => auditText(result, here.style),
  };
};
