import { canonicalToken, isBlank, lowerCase, parseAmount } from "../../kit/index.ts";
import { guardBits, literalBits } from "./bits.ts";
import { call, type Doc, flat, list, member, quoted } from "./doc.ts";
import type { Frame, Guard } from "./frame.ts";
import { counted, inTurn, sorted } from "./order.ts";
import type { Row } from "./rows.ts";
import type { ColumnTask, Source } from "./task.ts";
import { blankCell, typedValue } from "./typed.ts";

const mostValues = 12;
const mostGuards = 240;
const mostWords = 10;

type Draft = Omit<Guard, "key">;

const guard = (draft: Draft): Guard => ({ ...draft, key: flat(draft.code) });

/** Conditions under which a part of a program may apply, each a different set of rows. */
export const guardsFor = (task: ColumnTask): Guard[] => {
  const seen = new Set<string>();
  const inputs = task.sources.filter(({ expr }) => expr.kind === "column");
  const drafted = inputs.map((source) => sorted(guardsOn(source, task), ({ bits }) => bits));
  const found: Guard[] = [];
  for (const one of inTurn(drafted)) {
    const rows = task.pairs.where(one);
    const key = `${rows.words.join(" ")}/${task.spare.where(one).words.join(" ")}`;
    if (seen.has(key) || rows.size === 0) continue;
    seen.add(key);
    found.push(one);
  }
  return found.slice(0, mostGuards);
};

const cellsOf = (name: string, { rows }: Frame): string[] =>
  rows.map(({ cells }) => cells[name] ?? "");

const guardsOn = ({ name, profile }: Source, task: ColumnTask): Guard[] => {
  const guards = profile.filled < 1 ? blankGuards(name) : [];
  if (profile.isLong) return guards;
  const cells = cellsOf(name, task.pairs);
  const values = counted(cells).filter(([value]) => !isBlank(value));
  const tokens = new Set(values.slice(0, 100).map(([value]) => canonicalToken(value)));
  if (tokens.size <= mostValues && values.length < 100) {
    guards.push(...valueGuards(name, values, spellingsIn(cellsOf(name, task.all))));
  } else {
    guards.push(...sentinelGuards(name, cells, task));
    guards.push(...sizeGuards(name, cells, task));
  }
  if (values.length > 3) guards.push(...wordGuards(name, cells));
  return guards;
};

export const blankGuards = (column: string): Guard[] => {
  const cell: Doc = `row${member(column)}`;
  const blank = ({ cells }: Row): boolean => isBlank(cells[column]);
  return [
    guard({
      code: call("isBlank", cell),
      words: `${column} is blank`,
      bits: guardBits,
      column,
      holds: blank,
    }),
    guard({
      code: ["!", call("isBlank", cell)],
      words: `${column} is given`,
      bits: guardBits,
      column,
      holds: (row) => !blank(row),
    }),
  ];
};

const valueGuards = (
  column: string,
  values: readonly (readonly [string, number])[],
  spellings: ReadonlyMap<string, number>,
): Guard[] => {
  const often = values.filter(([, times]) => times >= 2).map(([value]) => value);
  const among = often.length;
  const either = (value: string, isFolded: boolean, varies: boolean): Guard[] =>
    [false, true].map((isNot) => equals(column, value, { isFolded, isNot, among, varies }));
  const varies = (value: string): boolean => (spellings.get(canonicalToken(value)) ?? 1) > 1;
  const exact = often.flatMap((value) => either(value, false, varies(value)));
  const tokens = [...new Set(often.filter(varies).map((value) => canonicalToken(value)))];
  return [...exact, ...tokens.flatMap((token) => either(token, true, true))];
};

/** In how many spellings the column has each token, answered or not. */
const spellingsIn = (cells: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const cell of new Set(cells)) {
    const token = canonicalToken(cell);
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return counts;
};

interface Equality {
  readonly isFolded: boolean;
  readonly isNot: boolean;
  readonly among: number;
  /** Whether the feed has it in several spellings, so that one of them says too little. */
  readonly varies: boolean;
}

const equals = (
  column: string,
  value: string,
  { isFolded, isNot, among, varies }: Equality,
): Guard => {
  const cell = `row${member(column)}`;
  const read = isFolded ? `canonicalToken(${cell})` : cell;
  const is = ({ cells }: Row): boolean =>
    (isFolded ? canonicalToken(cells[column]) : cells[column]) === value;
  return guard({
    code: `${read} ${isNot ? "!==" : "==="} ${quoted(value)}`,
    words: `${column} is ${isNot ? "not " : ""}"${value}"`,
    bits: guardBits + Math.log2(among + 1) + (isNot ? 2 : 0) + (isFolded === varies ? 0 : 3),
    column,
    holds: isNot ? (row) => !is(row) : is,
  });
};

/** Values that stand for nothing: wherever they are, the gold's cell is blank or another number. */
const sentinelGuards = (
  column: string,
  cells: readonly string[],
  { want, type }: ColumnTask,
): Guard[] => {
  const wrong = new Map<string, { times: number; blanks: number }>();
  const right = new Set<string>();
  for (const [at, value] of cells.entries()) {
    const known = wrong.get(value) ?? { times: 0, blanks: 0 };
    wrong.set(value, {
      times: known.times + 1,
      blanks: known.blanks + (want[at] === blankCell ? 1 : 0),
    });
    const amount = parseAmount(value);
    if (amount === null || want[at] === typedValue(type, amount)) right.add(value);
  }
  return [...wrong]
    .filter(
      ([value, { times, blanks }]) =>
        !isBlank(value) && (times === blanks ? times >= 2 : times >= 3 && !right.has(value)),
    )
    .slice(0, mostValues)
    .map(([value]) =>
      equals(column, value, { isFolded: false, isNot: true, among: 8, varies: false }),
    );
};

/** A number that must be so large, where that tells blank answers from others. */
const sizeGuards = (column: string, cells: readonly string[], { want }: ColumnTask): Guard[] => {
  const numbers = cells.map((cell) => parseAmount(cell));
  const known = numbers.filter((value) => value !== null);
  if (known.length * 2 < cells.length) return [];
  const blank = numbers.filter((value, at) => value !== null && want[at] === blankCell);
  const given = numbers.filter((value, at) => value !== null && want[at] !== blankCell);
  if (blank.length < 3 || given.length < 3) return [];
  const [low, high] = [Math.max(...blank.map(Number)), Math.min(...blank.map(Number))];
  const [least, most] = [Math.min(...given.map(Number)), Math.max(...given.map(Number))];
  return [
    ...(low < least ? [atLeast(column, least)] : []),
    ...(high > most ? [atMost(column, most)] : []),
  ];
};

const amountOf = (row: Row, column: string): number | null => parseAmount(row.cells[column]);

const atLeast = (column: string, limit: number): Guard =>
  guard({
    code: `Number(parseAmount(row${member(column)})) >= ${limit}`,
    words: `${column} is ${limit} or more`,
    bits: guardBits + literalBits(String(limit)) / 2,
    column,
    holds: (row) => Number(amountOf(row, column)) >= limit,
  });

const atMost = (column: string, limit: number): Guard =>
  guard({
    code: `Number(parseAmount(row${member(column)})) <= ${limit}`,
    words: `${column} is ${limit} or less`,
    bits: guardBits + literalBits(String(limit)) / 2,
    column,
    holds: (row) => Number(amountOf(row, column)) <= limit,
  });

/** `lowerCase(row.size).includes("lb")` */
const wordGuards = (column: string, cells: readonly string[]): Guard[] =>
  counted(cells.flatMap((cell) => wordsIn(cell)))
    .filter(([, times]) => times >= 2 && times < cells.length)
    .slice(0, mostWords)
    .map(([word]) => hasWord(column, word));

export const wordsIn = (cell: string): string[] => [
  ...new Set(lowerCase(cell).match(/\p{L}+|[^\p{L}\p{N}\s]/gu) ?? []),
];

export const hasWord = (column: string, word: string): Guard =>
  guard({
    code: `lowerCase(row${member(column)}).includes(${quoted(word)})`,
    words: `${column} has "${word}" in it`,
    bits: guardBits + 4 + literalBits(word) / 2,
    column,
    holds: (row) => lowerCase(row.cells[column]).includes(word),
  });

/** `row.state === "void"`, or one of several such values, in any spelling where they vary. */
export const isOneOf = (column: string, tokens: readonly string[], isFolded: boolean): Guard => {
  const cell = `row${member(column)}`;
  const read = isFolded ? `canonicalToken(${cell})` : cell;
  const [token = ""] = tokens;
  const code: Doc =
    tokens.length === 1
      ? `${read} === ${quoted(token)}`
      : [list(tokens.map(quoted)), `.includes(${isFolded ? read : `${cell} ?? ""`})`];
  return guard({
    code,
    words: `${column} is ${tokens.map((value) => `"${value}"`).join(" or ")}`,
    bits: guardBits + 4 * tokens.length + (isFolded ? 3 : 0),
    column,
    holds: ({ cells }) =>
      tokens.includes(isFolded ? canonicalToken(cells[column]) : (cells[column] ?? "")),
  });
};
