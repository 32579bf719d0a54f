import { canonicalToken, isBlank, lowerCase } from "../../../kit/index.ts";
import { BitSet } from "../../search/bitset.ts";
import { call, type Doc, list, member, quoted } from "../../search/doc.ts";
import { counted } from "../../search/order.ts";
import type { Row } from "../../search/rows.ts";
import { blankCell } from "../../search/typed.ts";
import { guardBits, literalBits } from "../bits.ts";
import type { Task } from "./task.ts";

/** When a rule applies. */
export interface Guard {
  readonly doc: Doc;
  readonly words: string;
  readonly bits: number;
  readonly column: string;
  readonly holds: (row: Row) => boolean;
}

export interface TriedGuard {
  readonly guard: Guard;
  readonly rows: BitSet;
  readonly spare: BitSet;
}

const mostValues = 12;

export const guardsFor = (task: Task): TriedGuard[] => {
  const seen = new Set<string>();
  const found: TriedGuard[] = [];
  for (const guard of task.columns.flatMap((column) => guardsOn(column, task))) {
    const rows = BitSet.where(task.rows.length, (at) => holdsAt(guard, task.rows, at));
    const spare = BitSet.where(task.spare.length, (at) => holdsAt(guard, task.spare, at));
    const key = `${rows.words.join(" ")}/${spare.words.join(" ")}`;
    if (seen.has(key) || rows.size === 0) continue;
    seen.add(key);
    found.push({ guard, rows, spare });
  }
  return found.slice(0, 240);
};

/** Values that stand for nothing: wherever they are, the gold's cell is blank. */
const sentinelGuards = (column: string, { rows, want }: Task): Guard[] => {
  const blanks = new Map<string, number>();
  for (const [at, { cells }] of rows.entries()) {
    const value = cells[column] ?? "";
    const count = blanks.get(value) ?? 0;
    blanks.set(value, want[at] === blankCell && !Number.isNaN(count) ? count + 1 : Number.NaN);
  }
  const found = [...blanks].filter(([value, count]) => count >= 2 && !isBlank(value));
  return found.map(([value]) =>
    equals(column, `row${member(column)}`, value, (row) => row.cells[column] !== value, false, 8),
  );
};

const holdsAt = (guard: Guard, rows: readonly Row[], at: number): boolean => {
  const row = rows[at];
  return row !== undefined && guard.holds(row);
};

const guardsOn = (column: string, task: Task): Guard[] => {
  const { rows, all } = task;
  const values = counted(rows.map(({ cells }) => cells[column] ?? ""));
  const plain = values.filter(([value]) => !isBlank(value));
  const guards: Guard[] = plain.length < values.length ? blankGuards(column) : [];
  if (
    plain.length > 0 &&
    plain.length === values.length &&
    all.some(({ cells }) => isBlank(cells[column]))
  )
    guards.push(...blankGuards(column));
  const tokens = counted(rows.map(({ cells }) => canonicalToken(cells[column])));
  if (tokens.length <= mostValues)
    guards.push(...valueGuards(column, plain, tokens.length < values.length));
  else guards.push(...sentinelGuards(column, task));
  if (plain.length > 3) guards.push(...wordGuards(column, rows));
  return guards;
};

export const blankGuards = (column: string): Guard[] => {
  const cell: Doc = `row${member(column)}`;
  const blank = ({ cells }: Row) => isBlank(cells[column]);
  return [
    {
      doc: call("isBlank", cell),
      words: `${column} is blank`,
      bits: guardBits,
      column,
      holds: blank,
    },
    {
      doc: ["!", call("isBlank", cell)],
      words: `${column} is given`,
      bits: guardBits,
      column,
      holds: (row) => !blank(row),
    },
  ];
};

const valueGuards = (
  column: string,
  values: readonly [string, number][],
  vary: boolean,
): Guard[] => {
  const cell = `row${member(column)}`;
  const often = values.filter(([, times]) => times >= 2).map(([value]) => value);
  const exact = often.flatMap((value) => [
    equals(column, cell, value, (row) => row.cells[column] === value, true, often.length),
    equals(column, cell, value, (row) => row.cells[column] !== value, false, often.length),
  ]);
  if (!vary) return exact;
  const folded = [...new Set(often.map((value) => canonicalToken(value)))].flatMap((token) => {
    const doc = `canonicalToken(${cell})`;
    const is = (row: Row) => canonicalToken(row.cells[column]) === token;
    return [
      equals(column, doc, token, is, true, often.length),
      equals(column, doc, token, (row) => !is(row), false, often.length),
    ];
  });
  return [...exact, ...folded];
};

const equals = (
  column: string,
  cell: string,
  value: string,
  holds: (row: Row) => boolean,
  positive: boolean,
  values: number,
): Guard => ({
  doc: `${cell} ${positive ? "===" : "!=="} ${quoted(value)}`,
  words: `${column} is ${positive ? "" : "not "}"${value}"`,
  bits: guardBits + Math.log2(values + 1) + (positive ? 0 : 2) + (cell.startsWith("c") ? 3 : 0),
  column,
  holds,
});

/** `lowerCase(row.size).includes("lb")` */
const wordGuards = (column: string, rows: readonly Row[]): Guard[] =>
  counted(rows.flatMap((row) => wordsIn(column, row)))
    .filter(([, times]) => times >= 2 && times < rows.length)
    .slice(0, 10)
    .map(([word]) => hasWord(column, word));

export const wordsIn = (column: string, { cells }: Row): string[] => [
  ...new Set(lowerCase(cells[column]).match(/\p{L}+|[^\p{L}\p{N}\s]/gu) ?? []),
];

export const hasWord = (column: string, word: string): Guard => ({
  doc: `lowerCase(row${member(column)}).includes(${quoted(word)})`,
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
  const doc: Doc =
    tokens.length === 1
      ? `${read} === ${quoted(token)}`
      : [list(tokens.map(quoted)), `.includes(${isFolded ? read : `${cell} ?? ""`})`];
  return {
    doc,
    words: `${column} is ${tokens.map((value) => `"${value}"`).join(" or ")}`,
    bits: guardBits + 4 * tokens.length + (isFolded ? 3 : 0),
    column,
    holds: ({ cells }) =>
      tokens.includes(isFolded ? canonicalToken(cells[column]) : (cells[column] ?? "")),
  };
};
