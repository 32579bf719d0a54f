import { autonomy } from "../core/autonomy/autonomy.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { Problem } from "../domain/problems.ts";
import { autonomyJson, autonomyText, unaskedText } from "../report/autonomy.ts";
import type { RunCommand } from "./command.ts";

interface Options {
  readonly rounds?: number;
  readonly fromHistory?: boolean;
  readonly simulate?: boolean;
  readonly seed?: number;
}

export const run: RunCommand<Options> = async (options, context) => {
  const { rounds = 5, fromHistory, simulate, seed = 1 } = options;
  if (fromHistory && simulate)
    throw Problem.of("bad-usage", {
      command: "autonomy",
      message: "--from-history asks for what happened and --simulate for what did not; give one",
    });
  const source = simulate ? "simulation" : fromHistory ? "history" : null;
  const result = await autonomy(context.openWorkspace(), { rounds, source, seed });
  return {
    exit: exitCode.done,
    warnings: source === null && result.source === "simulation" ? [unaskedText] : [],
    json: autonomyJson(result),
    text: () => autonomyText(result, context.style),
  };
};
