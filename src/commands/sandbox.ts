import { resolve } from "node:path";
import { redTeam } from "../core/red-team.ts";
import { sandbox } from "../core/sandbox.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { Problem } from "../domain/problems.ts";
import type { SettingFlags } from "../domain/settings.ts";
import { progressText } from "../report/progress.ts";
import { missingIsolationText } from "../report/run.ts";
import { redTeamText, sandboxJson, sandboxText } from "../report/sandbox.ts";
import { sandboxMarkdown } from "../report/step-summary.ts";
import type { CommandContext, Rendered, RunCommand } from "./command.ts";

interface Options {
  readonly timeout?: number;
  readonly memory?: number;
  readonly isolation?: SettingFlags["isolation"];
  readonly genome?: string;
  readonly redTeam?: boolean;
}

export const run: RunCommand<Options> = (options, context) =>
  options.redTeam ? attacked(options, context) : tried(options, context);

const settingsIn = ({ timeout, memory, isolation }: Options): SettingFlags => ({
  timeoutSeconds: timeout,
  memoryMb: memory,
  isolation,
});

const tried = async (options: Options, context: CommandContext): Promise<Rendered> => {
  const workspace = context.openWorkspace(settingsIn(options));
  context.progress(progressText.sandboxing(workspace.settings.timeoutSeconds.value));
  const result = await sandbox(workspace, {
    genomePath: options.genome === undefined ? undefined : resolve(context.cwd, options.genome),
    signal: context.signal,
  });
  return {
    exit: result.run.outcome === "ok" ? exitCode.done : exitCode.finding,
    warnings: missingIsolationText(result.missing),
    json: sandboxJson(result),
    markdown: () => sandboxMarkdown(result),
    text: () => sandboxText(result, context.style),
  };
};

const attacked = async (options: Options, context: CommandContext): Promise<Rendered> => {
  if (options.genome !== undefined)
    throw Problem.of("bad-usage", {
      command: "sandbox",
      message: "--red-team has programs of its own, so --genome says nothing there",
    });
  context.progress(progressText.assembling);
  const result = await redTeam(context.openWorkspace(settingsIn(options)), {
    signal: context.signal,
    progress: (done, total) => context.progress(progressText.attacking(done, total)),
  });
  return {
    exit: result.contained === result.total ? exitCode.done : exitCode.finding,
    json: result,
    text: () => redTeamText(result, context.style),
  };
};
