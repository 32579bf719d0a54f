import { calibrate } from "../core/calibrate/calibrate.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { calibrateJson, calibrateText } from "../report/calibrate.ts";
import { missingText } from "../report/trial.ts";
import type { Command } from "./command.ts";

export const run: Command<{ readonly write?: boolean }> = async ({ write = false }, here) => {
  const { signal, progress, style } = here;
  const result = await calibrate(here.openWorkspace(), { write, signal, progress });
  return {
    exit: exitCode.done,
    warnings: missingText(result.missing),
    json: calibrateJson(result),
    text: () => calibrateText(result, style),
  };
};
