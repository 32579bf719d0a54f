import { resolve } from "node:path";
import { sandbox } from "../core/sandbox.ts";
import { exitCode } from "../domain/exit-codes.ts";
import type { SettingFlags } from "../domain/settings.ts";
import { sandboxJson, sandboxText } from "../report/sandbox.ts";
import type { Command } from "./command.ts";

interface Options {
  readonly timeout?: number;
  readonly memory?: number;
  readonly isolation?: SettingFlags["isolation"];
  readonly genome?: string;
}

export const run: Command<Options> = async (options, here) => {
  const workspace = here.openWorkspace({
    timeoutSeconds: options.timeout,
    memoryMb: options.memory,
    isolation: options.isolation,
  });
  here.progress(`running the genome, at most ${workspace.settings.timeoutSeconds.value} s`);
  const result = await sandbox(workspace, {
    genomePath: options.genome === undefined ? undefined : resolve(here.cwd, options.genome),
    signal: here.signal,
  });
  return {
    exit: result.trial.outcome === "ok" ? exitCode.done : exitCode.finding,
    json: sandboxJson(result),
    text: () => sandboxText(result, here.style),
  };
};
