import { calibrate } from "../core/calibrate/calibrate.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { calibrateJson, calibrateText } from "../report/calibrate.ts";
import { missingIsolationText } from "../report/run.ts";
import type { RunCommand } from "./command.ts";

export const run: RunCommand<{ readonly write?: boolean }> = async ({ write = false }, context) => {
  const { signal, progress, style } = context;
  const result = await calibrate(context.openWorkspace(), { write, signal, progress });
  return {
    exit: exitCode.done,
    warnings: missingIsolationText(result.missing),
    json: calibrateJson(result),
    text: () => calibrateText(result, style),
  };
};
