import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cutFeeds } from "../../../src/adapters/feeds/cut-feeds.ts";
import { lenientRows } from "../../../src/sandbox/feed-rows.ts";

let folder: string;
let made = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cleanloop-cut-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const cut = (contents: readonly string[], most: number, seed: number) => {
  const into = join(folder, `${++made}`);
  mkdirSync(into);
  const feeds = contents.map((content, at) => {
    const path = join(into, `feed-${at}.csv`);
    writeFileSync(path, content);
    return { name: `feed-${at}.csv`, path };
  });
  const rowsOf = ({ name, path }: { name: string; path: string }) => {
    const [header, ...rows] = lenientRows(path);
    return rows.map((row) => JSON.stringify([name, header, row]));
  };
  return {
    before: feeds.flatMap(rowsOf),
    lots: cutFeeds(feeds, most, seed, into).map((lot) => lot.flatMap(rowsOf)),
  };
};

test("rows come out in their order, each once, under their feed's name and header", () => {
  const cell = fc.constantFrom("a", "", " ", 'say ""x""', "two\nlines");
  const row = fc.array(cell, { minLength: 1, maxLength: 3 });
  const feed = fc
    .array(row, { maxLength: 8 })
    .map((rows) => ["h,i", ...rows.map((cells) => cells.map((one) => `"${one}"`).join(","))])
    .map((lines) => `${lines.join("\n")}\n`);
  fc.assert(
    fc.property(
      fc.array(feed, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(),
      (feeds, most, seed) => {
        const { before, lots } = cut(feeds, most, seed);
        expect(lots.flat()).toEqual(before);
        expect(lots).toHaveLength(Math.max(1, Math.min(most, before.length)));
        expect(lots.every((lot) => lot.length > 0 || before.length === 0)).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

test("the places are others for another seed, and the same for the same", () => {
  const feed = [`n\n${Array.from({ length: 100 }, (_, at) => `${at}\n`).join("")}`];
  const [one, again, other] = [cut(feed, 4, 1), cut(feed, 4, 1), cut(feed, 4, 2)];
  expect(again.lots).toEqual(one.lots);
  expect(other.lots).not.toEqual(one.lots);
});
