import { visible } from "../../domain/visible.ts";
import { type FoundTable, type GoldMistake, goldColumnsOf } from "./gold-columns.ts";
import { headerMatches, mostShared } from "./header-matches.ts";
import { strangeKeysIn } from "./row-key.ts";

/** Below this share of common values in its best column, a gold has nothing to do with the feeds. */
const leastShared = 0.2;

/** Why a gold cannot be the answer to these feeds, or null. */
export const goldOfOtherFeeds = (
  gold: FoundTable,
  feeds: readonly FoundTable[],
): GoldMistake | null => {
  const columns = goldColumnsOf(gold);
  const matches = headerMatches(columns, gold, feeds);
  if (mostShared(gold, feeds) < leastShared) {
    const named = [...matches.values()].some(({ headers }) => headers.length > 0);
    return {
      finding: named
        ? "shares column names with the feeds, but hardly a value"
        : `shares neither values nor column names with the feeds: it has ${listed(gold.header)}, they have ${listed(feeds[0]?.header ?? [])}`,
      hint: "give the gold that belongs to these feeds, or the feeds that belong to it",
    };
  }
  const strange = strangeKeysIn(columns, matches, gold, feeds);
  if (strange)
    return {
      finding: `has ${strange.strangers} of ${strange.of} rows that are in no feed: line ${strange.line} is the first, with ${strange.column} "${visible(strange.first, 40)}"`,
      hint: "give all the feeds that these rows come from, or take the rows out of the gold",
    };
  const rows = feeds.reduce((sum, feed) => sum + feed.rows.length, 0);
  const cells = feeds.reduce((sum, feed) => sum + feed.rows.length * feed.header.length, 0);
  return gold.rows.length <= cells
    ? null
    : {
        finding: `has ${gold.rows.length} rows, more than ${rows} rows of the feeds can give`,
        hint: "give all the feeds that its rows come from",
      };
};

const listed = (names: readonly string[]): string =>
  names
    .slice(0, 6)
    .map((name) => visible(name, 30))
    .join(", ") + (names.length > 6 ? ", …" : "");
