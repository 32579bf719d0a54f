import { resolve } from "node:path";
import { mergeRuns } from "../core/run/merge-runs.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { Problem } from "../domain/problems.ts";
import { progressText } from "../report/progress.ts";
import { runFeedsJson, runFeedsText } from "../report/run-feeds.ts";
import type { RunCommand } from "./command.ts";

interface Options {
  readonly dirs: readonly string[];
  readonly out?: string;
}

export const run: RunCommand<Options> = async ({ dirs, out }, context) => {
  if (out === undefined)
    throw Problem.of("bad-usage", {
      command: "merge",
      message: "merge needs --out: the folder to publish to",
    });
  context.progress(progressText.merging);
  const result = await mergeRuns(
    context.openWorkspace(),
    { parts: dirs.map((one) => resolve(context.cwd, one)), out: resolve(context.cwd, out) },
    context.signal,
  );
  return {
    exit: result.status === "refused" ? exitCode.finding : exitCode.done,
    warnings: result.warnings,
    json: runFeedsJson(result),
    text: () => runFeedsText(result, context.style),
  };
};
