import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { shuffledFeeds } from "../../src/adapters/feeds/rows-of-feeds.ts";

import { lenientRows } from "../../src/sandbox/feed-rows.ts";

let folder: string;
let made = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cleanloop-shuffled-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A feed and the same feed shuffled, as a genome would read either. */
const shuffled = (content: string, seed = 1) => {
  const into = join(folder, `${++made}`);
  mkdirSync(into);
  const path = join(into, "feed.csv");
  writeFileSync(path, content);
  const [feed] = shuffledFeeds([{ name: "feed.csv", path }], seed, into);
  if (!feed) throw new Error("one feed in, none out");
  return {
    name: feed.name,
    path: feed.path,
    before: [...lenientRows(path)],
    after: [...lenientRows(feed.path)],
  };
};

const sorted = (rows: readonly string[][]): string[] =>
  rows.map((row) => JSON.stringify(row)).sort();

test.each([
  ["plain rows", "a,b\n1,2\n3,4\n5,6\n"],
  ["rows that are too short or too long", "a,b\n1\n3,4,5\n,\n"],
  ["quotes, and quotes inside quotes", 'a,b\n"x, ""y""",2\n3" pipe,"4\n5,6"\n'],
  ["line breaks inside cells", 'a,b\n"x\ny",2\n"\r\n",4\n'],
  ["blank lines, and a cell that is quoted and empty", 'a\n\n""\n1\n\n2\n'],
  ["a byte order mark and the line ends of Windows", "\ufeffa,b\r\n1,2\r\n3,4\r\n"],
  ["a quote that never closes", 'a,b\n"1,2\n3,4\n'],
  ["no end of the last line", "a,b\n1,2\n3,4"],
  ["a header only", "a,b\n"],
  ["nothing", ""],
])("shuffling keeps every row and the header's place: %s", (_title, content) => {
  const { before, after } = shuffled(content);
  expect(after[0]).toEqual(before[0]);
  expect(sorted(after)).toEqual(sorted(before));
});

test("whatever a feed holds, the same rows are read from it when it is shuffled", () => {
  const piece = fc.constantFrom(
    "a",
    "é",
    ",",
    '"',
    "\n",
    "\r\n",
    "\r",
    " ",
    "\ufeff",
    '""',
    ",,",
    "\t",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), (pieces, seed) => {
      const { before, after } = shuffled(pieces.join(""), seed);
      expect(after[0]).toEqual(before[0]);
      expect(sorted(after)).toEqual(sorted(before));
    }),
    { numRuns: 500 },
  );
});

const long = `n\n${Array.from({ length: 200 }, (_, at) => `${at}\n`).join("")}`;

test("the order is another, and the same for the same seed", () => {
  const [one, again, other] = [shuffled(long, 5), shuffled(long, 5), shuffled(long, 6)];
  expect(one.after).not.toEqual(one.before);
  expect(again.after).toEqual(one.after);
  expect(other.after).not.toEqual(one.after);
});

test("a feed keeps its name, and its own file is not touched", () => {
  const { name, path } = shuffled(long);
  expect(name).toBe("feed.csv");
  expect(readFileSync(join(path, "..", "feed.csv"), "utf8")).toBe(long);
});
