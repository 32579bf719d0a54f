import type { FoundTable, GoldColumn } from "./gold-columns.ts";
import { isIdentifierName } from "./gold-columns.ts";
import type { HeaderMatch } from "./header-matches.ts";

export interface RowKey {
  readonly columns: readonly string[];
  readonly from: string;
  readonly sure: boolean;
  /** Different keys in the feeds, and how many of them the gold knows. */
  readonly inFeeds: number;
  readonly known: number;
}

/** Gold whose rows are of other feeds than these. */
export interface StrangeKeys {
  readonly column: string;
  readonly strangers: number;
  readonly of: number;
  readonly first: string;
  readonly line: number;
}

type Matches = ReadonlyMap<string, HeaderMatch>;

const enoughKnown = 0.9;
const mostRepeated = 0.2;

/** The column that tells rows apart in gold and feeds alike, else a pair of columns, else null. */
export const rowKeyOf = (
  columns: readonly GoldColumn[],
  matches: Matches,
  gold: FoundTable,
  feeds: readonly FoundTable[],
): RowKey | null => {
  const possible = columns.filter((column) => mayTellApart(column, gold));
  const single = possible
    .filter(({ type, name }) => type === "text" || (type === "number" && isWhole(gold, name)))
    .sort((a, b) => Number(isIdentifierName(b.name)) - Number(isIdentifierName(a.name)));
  const found = single.flatMap((column) => keyOf([column], matches, gold, feeds) ?? []);
  const best = found.find(({ sure }) => sure) ?? found[0];
  if (best) return best;
  for (const [at, first] of possible.entries())
    for (const second of possible.slice(at + 1)) {
      const pair = keyOf([first, second], matches, gold, feeds);
      if (pair?.sure) return pair;
    }
  return null;
};

/** Where most rows under an identifier's name are in no feed, the gold belongs to other feeds. */
export const strangeKeysIn = (
  columns: readonly GoldColumn[],
  matches: Matches,
  gold: FoundTable,
  feeds: readonly FoundTable[],
): StrangeKeys | null => {
  for (const { name } of columns) {
    const match = matches.get(name);
    if (!isIdentifierName(name) || !match || match.headers.length === 0) continue;
    const at = gold.header.indexOf(name);
    const held = new Set(keysIn(feeds, [match.headers]).map(folded));
    const cells = gold.rows.map((row) => row[at] ?? "");
    if (new Set(cells).size < cells.length) continue;
    const strangers = cells.filter((cell) => !held.has(folded(cell)));
    const [first] = strangers;
    if (first === undefined || strangers.length <= cells.length / 2) continue;
    const line = cells.indexOf(first) + 2;
    return { column: name, strangers: strangers.length, of: cells.length, first, line };
  }
  return null;
};

const mayTellApart = ({ required, name }: GoldColumn, gold: FoundTable): boolean =>
  required && gold.rows.length > 1 && valuesOf(gold, [name]).length > 1;

const isWhole = (gold: FoundTable, name: string): boolean =>
  valuesOf(gold, [name]).every((cell) => /^\d+$/.test(cell));

const keyOf = (
  columns: readonly GoldColumn[],
  matches: Matches,
  gold: FoundTable,
  feeds: readonly FoundTable[],
): RowKey | null => {
  const names = columns.map(({ name }) => name);
  const keys = valuesOf(gold, names);
  if (new Set(keys).size < keys.length) return null;
  const headers = names.map((name) => matches.get(name)?.headers ?? []);
  if (headers.some((one) => one.length === 0)) return null;
  const held = keysIn(feeds, headers).map(folded);
  const distinct = new Set(held);
  const known = keys.filter((key) => distinct.has(folded(key))).length;
  const repeats = held.length - distinct.size;
  if (known < enoughKnown * keys.length || repeats > mostRepeated * held.length) return null;
  const sure = repeats === 0 && known === keys.length;
  const gap = known === keys.length ? "" : `, where ${keys.length - known} of the gold's are not`;
  return {
    columns: names,
    from: `no two rows of the gold share it${repeats === 0 ? ", nor do two of the feeds" : `; ${repeats} rows of the feeds repeat it`}${gap}`,
    sure,
    inFeeds: distinct.size,
    known,
  };
};

const between = "\u0001";

const folded = (key: string): string => key.trim().toLowerCase();

const valuesOf = (gold: FoundTable, names: readonly string[]): string[] => {
  const at = names.map((name) => gold.header.indexOf(name));
  return gold.rows.map((row) => at.map((one) => row[one] ?? "").join(between));
};

/** The keys of all feeds' rows; a row that lacks a part of it has none. */
const keysIn = (feeds: readonly FoundTable[], headers: readonly (readonly string[])[]): string[] =>
  feeds.flatMap(({ header, rows }) => {
    const at = headers.map((names) => header.findIndex((name) => names.includes(name)));
    if (at.includes(-1)) return [];
    return rows.flatMap((row) => {
      const parts = at.map((one) => (row[one] ?? "").trim());
      return parts.includes("") ? [] : [parts.join(between)];
    });
  });
