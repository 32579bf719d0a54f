import { type ChallengeLevel, challengeLevels } from "../domain/challenge-levels.ts";
import { type IsolationMode, isolationModes } from "../domain/isolation.ts";

/** How the text after a flag is read, and what to say when it is something else. */
export interface FlagValue<T> {
  readonly expected: string;
  /** Undefined when it is not that. */
  readonly read: (text: string) => T | undefined;
}

const numberThat = (expected: string, accepts: (value: number) => boolean): FlagValue<number> => ({
  expected,
  read: (text) => {
    const value = /^(\d+(\.\d+)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
    return accepts(value) ? value : undefined;
  },
});

const numberUpTo = (most: number, what: string): FlagValue<number> =>
  numberThat(`${what} above 0 and up to ${most}`, (value) => value > 0 && value <= most);

export const timeInSeconds = numberUpTo(86_400, "a number of seconds");
export const timeInMinutes = numberUpTo(20_000, "a number of minutes");
export const amountOfMoney = numberThat("an amount above 0", (value) => value > 0);
export const fitnessFigure = numberThat(
  "a fitness from 0 to 1",
  (value) => value >= 0 && value <= 1,
);
export const megabytes = numberThat(
  "a whole number of megabytes from 16 up",
  (value) => Number.isInteger(value) && value >= 16 && value <= 1_048_576,
);

export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER): FlagValue<number> =>
  numberThat(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
  );

/** A number of rows, or a share of them such as 5%. */
export const rowsOrShare: FlagValue<{ readonly amount: number; readonly isShare: boolean }> = {
  expected: "a number of rows such as 10, or a share such as 2.5%",
  read: (text) => {
    const [, digits, percent] = /^(\d{1,12}(?:\.\d+)?)(%?)$/.exec(text) ?? [];
    if (digits === undefined) return undefined;
    const amount = Number(digits);
    const isShare = percent === "%";
    return (isShare ? amount <= 100 : Number.isInteger(amount)) ? { amount, isShare } : undefined;
  },
};

/** As 3/16, auto, or auto/16. */
export const shardOfMany: FlagValue<{
  readonly index: number | null;
  readonly count: number | null;
}> = {
  expected: "a shard such as 3/16, or auto, or auto/16",
  read: (text) => {
    const [, index, count] = /^(\d{1,6}|auto)(?:\/(\d{1,6}))?$/.exec(text) ?? [];
    if (index === undefined || (index !== "auto" && count === undefined)) return undefined;
    const shard = {
      index: index === "auto" ? null : Number(index),
      count: count === undefined ? null : Number(count),
    };
    const isIn = (shard.index ?? 1) >= 1 && (shard.index ?? 1) <= (shard.count ?? 1_000_000);
    return isIn && shard.count !== 0 ? shard : undefined;
  },
};

export const seedNumber = wholeNumber(0, 2 ** 31 - 1);

const textLike = (expected: string, shape: RegExp): FlagValue<string> => ({
  expected,
  read: (text) => (shape.test(text) ? text : undefined),
});

export const genomeOrRound = textLike(
  "a round's number, or at least 6 hexadecimal digits of a digest",
  /^(\d{1,15}|[0-9a-f]{6,64})$/i,
);
export const folderPath = textLike("the path of a folder", /\S/);
export const wholeDigest = textLike("a digest of 64 hexadecimal digits", /^[0-9a-f]{64}$/i);

const oneOf = <const T extends string>(expected: string, words: readonly T[]): FlagValue<T> => ({
  expected,
  read: (text) => words.find((word) => word === text),
});

export const isolationMode: FlagValue<IsolationMode> = oneOf(
  `one of ${isolationModes.join(", ")}`,
  isolationModes,
);
export const columnsRule = oneOf("strict or warn", ["strict", "warn"]);
export const reviewerName = oneOf("human or judge", ["human", "judge"]);

export const challengeLevel: FlagValue<ChallengeLevel> = {
  expected: "a level from 1 to 5",
  read: (text) => challengeLevels.find((known) => String(known) === text),
};
