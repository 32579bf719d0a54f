import { status } from "../core/status.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { statusJson, statusText } from "../report/status.ts";
import type { Command } from "./command.ts";

export const run: Command<object> = async (_options, here) => {
  const result = await status(here.openWorkspace());
  return {
    exit: exitCode.done,
    json: statusJson(result),
    text: () => statusText(result, here.style),
  };
};
