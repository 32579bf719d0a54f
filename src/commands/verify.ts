import { verify } from "../core/verify.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { verifyJson, verifyText } from "../report/verify.ts";
import type { Command } from "./command.ts";

interface Options {
  readonly rescore?: boolean;
  readonly head?: string;
}

export const run: Command<Options> = async ({ rescore = false, head }, here) => {
  const { signal, progress, style } = here;
  const result = await verify(here.openWorkspace(), { rescore, head, signal, progress });
  return {
    exit: result.ok ? exitCode.done : exitCode.finding,
    json: verifyJson(result),
    text: () => verifyText(result, style),
  };
};
