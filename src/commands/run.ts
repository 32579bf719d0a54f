import { join, resolve } from "node:path";
import { type RunFeedsRequest, type RunFeedsResult, runFeeds } from "../core/run/run-feeds.ts";
import { runWithLineage } from "../core/run/run-with-lineage.ts";
import type { MostFailed } from "../core/run/settle.ts";
import { type AskedShard, shardFrom } from "../core/run/shard.ts";
import { exitCode } from "../domain/exit-codes.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import { Problem } from "../domain/problems.ts";
import { progressText } from "../report/progress.ts";
import { missingIsolationText } from "../report/run.ts";
import { runFeedsJson, runFeedsJunit, runFeedsText } from "../report/run-feeds.ts";
import { runFeedsMarkdown } from "../report/step-summary.ts";
import type { CommandContext, Rendered, RunCommand } from "./command.ts";

interface Options {
  readonly input?: readonly string[];
  readonly out?: string;
  readonly genome?: string;
  readonly maxFailed?: MostFailed;
  readonly columns?: RunFeedsRequest["columns"];
  readonly sinceLast?: boolean;
  readonly acceptDrift?: boolean;
  readonly openlineage?: string;
  readonly shard?: AskedShard;
  readonly json?: boolean;
  readonly junit?: string;
}

export const run: RunCommand<Options> = async (options, context) => {
  const { input = [], out } = options;
  if (input.length === 0) throw mistake("run needs --input: the files to clean, or - for stdin");
  if (out === undefined && !(input.length === 1 && input[0] === "-"))
    throw mistake(
      "run needs --out: the folder to publish to (only --input - alone goes to stdout)",
    );
  if (out === undefined && options.json)
    throw mistake("--json and a table cannot both go to stdout: name a folder with --out");
  const workspace = context.openWorkspace();
  context.progress(progressText.cleaning);
  return workspace.ports.outputs.withScratch(async ({ path: scratch }) => {
    const inputs: string[] = [];
    for (const one of input)
      inputs.push(
        one === "-"
          ? await workspace.ports.feeds.standardInput(scratch)
          : resolve(context.cwd, one),
      );
    const target = out === undefined ? join(scratch, "out") : resolve(context.cwd, out);
    const request = requestFor(options, context.env, inputs, target);
    const { openlineage } = options;
    const result =
      openlineage === undefined
        ? await runFeeds(workspace, request, context.signal)
        : await runWithLineage(
            workspace,
            request,
            isAddress(openlineage) ? openlineage : resolve(context.cwd, openlineage),
            context.signal,
          );
    if (options.junit !== undefined)
      context.writeReport(workspace, options.junit, runFeedsJunit(result));
    return out === undefined && result.status === "published"
      ? toStdout(workspace, result, context)
      : rendered(result, context);
  });
};

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

const mistake = (message: string): Problem => Problem.of("bad-usage", { command: "run", message });

const requestFor = (
  { genome, maxFailed, columns = "strict", sinceLast = false, acceptDrift = false, shard }: Options,
  env: CommandContext["env"],
  inputs: readonly string[],
  out: string,
): RunFeedsRequest => ({
  inputs,
  out,
  genome,
  maxFailed: maxFailed ?? null,
  columns,
  sinceLast,
  acceptDrift,
  shard: shard ? shardFrom(shard, env) : null,
});

const rendered = (result: RunFeedsResult, { style }: CommandContext): Rendered => ({
  exit: result.status === "refused" ? exitCode.finding : exitCode.done,
  warnings: [...missingIsolationText(result.missing), ...result.warnings],
  json: runFeedsJson(result),
  markdown: () => runFeedsMarkdown(result),
  text: () => runFeedsText(result, style),
});

/** The table alone, so that another program can read it. */
const toStdout = async (
  { project }: Workspace,
  result: RunFeedsResult,
  context: CommandContext,
): Promise<Rendered> => {
  await context.copyOut(join(result.out, project.arena.master.file));
  return { ...rendered(result, context), text: () => [] };
};
