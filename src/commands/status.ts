import { status } from "../core/status.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { statusJson, statusText } from "../report/status.ts";
import type { RunCommand } from "./command.ts";

export const run: RunCommand<object> = async (_options, context) => {
  const result = await status(context.openWorkspace());
  return {
    exit: exitCode.done,
    json: statusJson(result),
    text: () => statusText(result, context.style),
  };
};
