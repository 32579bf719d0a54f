import { wholeMarks } from "../../cells/marks.ts";
import { folded } from "../../cells/written-values.ts";
import { nearestWord } from "../../domain/nearest-word.ts";
import type { FoundTable, GoldColumn } from "./gold-columns.ts";

/** The feeds' columns that a gold column is read from. */
export interface HeaderMatch {
  /** As the feeds call it, most usual first; none where no column is like it. */
  readonly headers: readonly string[];
  readonly from: string;
  readonly sure: boolean;
  /** The share of the gold's different values that these columns have too, however written. */
  readonly shared: number;
}

/** So many rows of each feed and of the gold say enough about what a column holds. */
const mostRows = 20_000;
const enoughShared = 0.8;
const fewestValues = 4;

/** By gold column. */
export const headerMatches = (
  columns: readonly GoldColumn[],
  gold: FoundTable,
  feeds: readonly FoundTable[],
): ReadonlyMap<string, HeaderMatch> => {
  const held = valuesByHeader(feeds);
  const headers = [...held.keys()];
  const taken = new Set<string>();
  const matches = new Map<string, HeaderMatch>();
  const take = (name: string, found: readonly string[], from: string, sure: boolean): void => {
    for (const header of found) taken.add(header);
    matches.set(name, { headers: found, from, sure, shared: 0 });
  };
  const free = (): string[] => headers.filter((header) => !taken.has(header));
  for (const { name } of columns) {
    const same = headers.filter((header) => folded(header) === folded(name));
    if (same.length > 0) take(name, same, "the same name", true);
  }
  const values = columns.map(({ name }, at) => ({ name, marks: marksIn(gold.rows, at) }));
  for (const { name, marks } of values) {
    if (matches.has(name) || marks.size < fewestValues) continue;
    const [best] = free()
      .map((header) => ({ header, share: sharedShare(marks, held.get(header)) }))
      .sort((a, b) => b.share - a.share);
    if (best && best.share >= enoughShared) {
      const alike = free().filter(
        (header) =>
          header === best.header || sharedShare(held.get(header), held.get(best.header)) > 0.95,
      );
      take(name, [best.header], `its values, ${percent(best.share)} of them`, alike.length === 1);
    }
  }
  for (const { name } of columns) {
    if (matches.has(name)) continue;
    const near = nearestWord(name, free());
    if (near !== undefined && name.length > 3) take(name, [near], "a name almost the same", false);
    else
      matches.set(name, {
        headers: [],
        from: "nothing like it in the feeds",
        sure: false,
        shared: 0,
      });
  }
  return new Map(
    values.map(({ name, marks }) => {
      const match = matches.get(name) ?? { headers: [], from: "", sure: false, shared: 0 };
      const all = new Set(match.headers.flatMap((header) => [...(held.get(header) ?? [])]));
      return [name, { ...match, shared: sharedShare(marks, all) }] as const;
    }),
  );
};

/** The largest share of any gold column's values that any one column of the feeds has. */
export const mostShared = (gold: FoundTable, feeds: readonly FoundTable[]): number => {
  const held = [...valuesByHeader(feeds).values()];
  return Math.max(
    0,
    ...gold.header.flatMap((_, at) => {
      const marks = marksIn(gold.rows, at);
      return held.map((values) => sharedShare(marks, values));
    }),
  );
};

const valuesByHeader = (feeds: readonly FoundTable[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const held = new Map<string, Set<string>>();
  for (const { header, rows } of feeds)
    for (const [at, name] of header.entries()) {
      const values = held.get(name) ?? new Set();
      for (const mark of marksIn(rows, at)) values.add(mark);
      held.set(name, values);
    }
  held.delete("");
  return held;
};

const marksIn = (rows: FoundTable["rows"], at: number): Set<string> =>
  new Set(rows.slice(0, mostRows).flatMap((row) => wholeMarks(row[at] ?? "")));

const sharedShare = (
  wanted: ReadonlySet<string> = new Set(),
  held: ReadonlySet<string> = new Set(),
): number => {
  if (wanted.size === 0) return 0;
  let both = 0;
  for (const mark of wanted) if (held.has(mark)) both++;
  return both / wanted.size;
};

const percent = (share: number): string => `${Math.floor(share * 100)} %`;
