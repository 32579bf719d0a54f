import { type ChallengeLevel, challengeLevels } from "../domain/challenge-levels.ts";
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

const whole = (flag: string, least: number, most: number): Parse<number> =>
  numberWithin(
    flag,
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
  );

export const judgedRounds = whole("--rounds", 1, 1000);
export const count = whole("--count", 1, 1000);
export const seed = whole("--seed", 0, 2 ** 31 - 1);

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

const digits =
  (flag: string, expected: string, shape: RegExp): Parse<string> =>
  (value) => {
    if (!shape.test(value)) throw Problem.of("bad-flag", { flag, value, expected });
    return value;
  };

export const resetTarget = digits(
  "--to",
  "a round's number, or at least 6 hexadecimal digits of a digest",
  /^(\d{1,15}|[0-9a-f]{6,64})$/i,
);

export const headDigest = digits("--head", "a digest of 64 hexadecimal digits", /^[0-9a-f]{64}$/i);

export const iterations = whole("--max-iterations", 1, 100_000);
export const candidates = whole("--candidates", 1, 64);
export const round = whole("--round", 1, Number.MAX_SAFE_INTEGER);
export const limit = whole("--limit", 1, 10_000);
export const budgetTokens = whole("--budget-tokens", 1, Number.MAX_SAFE_INTEGER);
export const budgetUsd = numberWithin("--budget-usd", "an amount above 0", (value) => value > 0);
export const budgetMinutes = numberWithin(
  "--budget-minutes",
  "a number of minutes above 0 and up to 20000",
  (value) => value > 0 && value <= 20_000,
);

export const reviewer: Parse<"human" | "judge"> = (value) => {
  if (value === "human" || value === "judge") return value;
  throw Problem.of("bad-flag", { flag: "--reviewer", value, expected: "human or judge" });
};
