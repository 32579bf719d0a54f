import { constants } from "node:os";
import type { Ending } from "../../policy/classify.ts";
import type { Exit } from "../processes/start-program.ts";

/** Of two names for one signal the first is the usual one. */
const signalNames = new Map<number, string>(
  Object.entries(constants.signals)
    .map(([name, number]) => [number, name] as const)
    .reverse(),
);

/** Whoever waits for the program in its namespace passes a death by signal on as 128 + n. */
export const unwrapped = (exit: Exit): Exit => {
  const signal = signalNames.get((exit.code ?? 0) - 128);
  return signal ? { code: null, signal } : exit;
};

export const endingOf = ({ code, signal }: Exit): Ending =>
  signal === null ? { by: "exit", code: code ?? 0 } : { by: "signal", signal };
