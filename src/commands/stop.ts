import { stop } from "../core/stop.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { stopText } from "../report/stop.ts";
import type { Command } from "./command.ts";

export const run: Command<{ readonly clear?: boolean }> = async ({ clear = false }, here) => {
  const result = stop(here.openWorkspace(), { clear });
  return { exit: exitCode.done, json: result, text: () => stopText(result) };
};
