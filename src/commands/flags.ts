import { type IsolationMode, isolationModes } from "../domain/isolation.ts";
import { Problem } from "../domain/problems.ts";

type Parse<T> = (value: string) => T;

const numberWithin =
  (flag: string, expected: string, accepts: (value: number) => boolean): Parse<number> =>
  (text) => {
    const value = /^(\d+(\.\d+)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
    if (!accepts(value)) throw Problem.of("bad-flag", { flag, value: text, expected });
    return value;
  };

export const timeout = numberWithin(
  "--timeout",
  "a number of seconds above 0 and up to 86400",
  (value) => value > 0 && value <= 86_400,
);

export const memory = numberWithin(
  "--memory",
  "a whole number of megabytes from 16 up",
  (value) => Number.isInteger(value) && value >= 16 && value <= 1_048_576,
);

export const failUnder = numberWithin(
  "--fail-under",
  "a fitness from 0 to 1",
  (value) => value >= 0 && value <= 1,
);

const wholeWithin = (flag: string, least: number, most: number): Parse<number> =>
  numberWithin(
    flag,
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
  );

export const judgedRounds = wholeWithin("--rounds", 1, 1000);
export const simulationSeed = wholeWithin("--seed", 0, 2 ** 32 - 1);

export const isolation: Parse<IsolationMode> = (value) => {
  const mode = isolationModes.find((known) => known === value);
  if (!mode)
    throw Problem.of("bad-flag", {
      flag: "--isolation",
      value,
      expected: `one of ${isolationModes.join(", ")}`,
    });
  return mode;
};
