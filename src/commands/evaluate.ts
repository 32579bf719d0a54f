import { resolve } from "node:path";
import { auditJudge } from "../core/audit.ts";
import {
  type EvaluateResult,
  evaluateFile,
  evaluateGenome,
  lowerFitness,
  rowDifferences,
  vetoesOn,
} from "../core/evaluate.ts";
import { exitCode } from "../domain/exit-codes.ts";
import type { IsolationMode } from "../domain/isolation.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import { Problem } from "../domain/problems.ts";
import { auditText, evaluateJson, evaluateText } from "../report/evaluate.ts";
import { evaluateJunit } from "../report/evaluate-junit.ts";
import { progressText } from "../report/progress.ts";
import { missingIsolationText } from "../report/run.ts";
import { evaluateMarkdown } from "../report/step-summary.ts";
import type { CommandContext, Rendered, RunCommand } from "./command.ts";

interface Options {
  readonly file?: string;
  readonly failUnder?: number;
  readonly audit?: boolean;
  readonly rows?: boolean;
  readonly limit?: number;
  readonly junit?: string;
  readonly isolation?: IsolationMode;
}

const mostRows = 20;

export const run: RunCommand<Options> = (options, context) =>
  options.audit ? audited(options, context) : judged(options, context);

const judged = async (options: Options, context: CommandContext): Promise<Rendered> => {
  const { file, failUnder = 0 } = options;
  const workspace = context.openWorkspace({ isolation: options.isolation });
  context.progress(progressText.evaluating(file));
  const result =
    file === undefined
      ? await evaluateGenome(workspace, context.signal)
      : await evaluateFile(workspace, resolve(context.cwd, file));
  const ran = result.subject.kind === "file" || result.subject.run.outcome === "ok";
  const rows = options.rows ? rowDifferences(workspace, result, options.limit ?? mostRows) : null;
  if (options.junit !== undefined) await writeJunit(workspace, options.junit, result, context);
  const enough = lowerFitness(result.evaluation) >= failUnder;
  return {
    exit: ran && enough ? exitCode.done : exitCode.finding,
    warnings: missingIsolationText(result.missing),
    json: evaluateJson(result, rows),
    markdown: () => evaluateMarkdown(result),
    text: () => evaluateText(result, rows, failUnder, context.screen.width, context.style),
  };
};

const writeJunit = async (
  workspace: Workspace,
  file: string,
  result: EvaluateResult,
  context: CommandContext,
): Promise<void> => {
  const { subject } = result;
  const vetoes =
    subject.kind === "genome" ? await vetoesOn(workspace, subject.genome, context.signal) : [];
  const rows = rowDifferences(workspace, result, mostRows);
  context.writeReport(workspace, file, evaluateJunit(result, vetoes, rows));
};

const audited = async (options: Options, context: CommandContext): Promise<Rendered> => {
  const { file, failUnder, rows, limit, junit } = options;
  const clash =
    file !== undefined
      ? "a file"
      : failUnder !== undefined
        ? "--fail-under"
        : rows || limit !== undefined
          ? "--rows"
          : junit !== undefined
            ? "--junit"
            : null;
  if (clash !== null)
    throw Problem.of("bad-usage", {
      command: "evaluate",
      message: `--audit judges copies of the gold that it damages itself, so ${clash} says nothing there`,
    });
  context.progress(progressText.auditing);
  const result = await auditJudge(context.openWorkspace());
  return {
    exit: result.ok ? exitCode.done : exitCode.finding,
    json: result,
    text: () => auditText(result, context.style),
  };
};
