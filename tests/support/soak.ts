import { test } from "vitest";

/**
 * How thorough a run is: `npm test` asks what is most telling, CI's last run (`CLEANLOOP_THOROUGH`)
 * asks more, `CLEANLOOP_SOAK=1` asks everything once, and `npm run soak` asks it twenty times as often.
 */
const factor = Number(process.env.CLEANLOOP_SOAK ?? 0);
const isThorough = factor > 0 || process.env.CLEANLOOP_THOROUGH !== undefined;

/** How often to try; where one try is dear, other runs than a soak make fewer of them. */
export const times = (usual: number, few = usual, fewest = few): number =>
  factor > 0 ? factor * usual : thoroughly(few, fewest);

/** How large something is. */
export const thoroughly = <Size>(thorough: Size, quick: Size): Size =>
  isThorough ? thorough : quick;

/** Cases that only a soak asks. */
export const inSoak = <Case>(cases: readonly Case[]): readonly Case[] => (factor > 0 ? cases : []);

/** Cases that `npm test` leaves out. */
export const inThorough = <Case>(cases: readonly Case[]): readonly Case[] =>
  isThorough ? cases : [];

/** The first of many cases of one kind, and every other one after it; all of them where there is time. */
export const everyOther = <Case>(cases: readonly Case[]): readonly Case[] =>
  isThorough ? cases : cases.filter((_, at) => at % 2 === 0);

/** A test that `npm test` leaves out. */
export const thoroughTest = (title: string, ask: () => Promise<void>): void => {
  if (isThorough) test(title, ask);
};
