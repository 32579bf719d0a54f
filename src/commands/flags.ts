import { type ChallengeLevel, challengeLevels } from "../domain/challenge.ts";
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

export const count = numberWithin(
  "--count",
  "a whole number of rows from 1 to 1000",
  (value) => Number.isInteger(value) && value >= 1 && value <= 1000,
);

export const seed = numberWithin(
  "--seed",
  "a whole number from 0 to 2147483647",
  (value) => Number.isInteger(value) && value <= 0x7fffffff,
);

/** Called for each value in turn; the levels come in order, each once. */
export const levels = (
  value: string,
  previous: readonly ChallengeLevel[] = [],
): readonly ChallengeLevel[] => {
  const level = challengeLevels.find((known) => String(known) === value);
  if (level === undefined)
    throw Problem.of("bad-flag", { flag: "--levels", value, expected: "a level from 1 to 5" });
  return [...new Set([...previous, level])].sort((a, b) => a - b);
};

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
