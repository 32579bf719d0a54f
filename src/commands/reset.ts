import { reset } from "../core/reset.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { resetText } from "../report/reset.ts";
import type { RunCommand } from "./command.ts";

interface Options {
  readonly dryRun?: boolean;
  readonly to?: string;
}

export const run: RunCommand<Options> = async ({ dryRun = false, to }, context) => {
  const result = await reset(context.openWorkspace(), { dryRun, to });
  return { exit: exitCode.done, json: result, text: () => resetText(result, context.style) };
};
