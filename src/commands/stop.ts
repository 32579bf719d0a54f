import { stop } from "../core/stop.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { killSwitchText } from "../report/loop.ts";
import type { RunCommand } from "./command.ts";

export const run: RunCommand<{ readonly clear?: boolean }> = async ({ clear = false }, context) => {
  const result = stop(context.openWorkspace(), { clear });
  return { exit: exitCode.done, json: result, text: () => killSwitchText(result) };
};
