import { reset } from "../core/reset.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { resetText } from "../report/reset.ts";
import type { Command } from "./command.ts";

export const run: Command<{ readonly dryRun?: boolean }> = async ({ dryRun = false }, here) => {
  const result = await reset(here.openWorkspace(), { dryRun });
  return { exit: exitCode.done, json: result, text: () => resetText(result, here.style) };
};
