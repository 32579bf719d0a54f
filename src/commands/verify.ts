import { verify } from "../core/verify/verify.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { verifyJson, verifyText } from "../report/verify.ts";
import type { RunCommand } from "./command.ts";

interface Options {
  readonly rescore?: boolean;
  readonly head?: string;
}

export const run: RunCommand<Options> = async ({ rescore = false, head }, context) => {
  const { signal, progress, style } = context;
  const result = await verify(context.openWorkspace(), { rescore, head, signal, progress });
  return {
    exit: result.ok ? exitCode.done : exitCode.finding,
    json: verifyJson(result),
    text: () => verifyText(result, style),
  };
};
