import type { ColumnType } from "../../../domain/columns.ts";
import type { Rows } from "../../../domain/proposing.ts";
import { parseAmount, parseDate } from "../../../kit/index.ts";
import { loose, numberKey } from "../typed.ts";

/** As much of a cell as is looked at. */
const longest = 1000;
const longestWhole = 300;
const mostWords = 120;

/** What is known about a cell: which of the gold's cells it equals, and which of their words it has. */
export interface LaidCellMarks {
  readonly text: string;
  readonly isBlank: boolean;
  /** Whether it is wanted letter by letter, not as a number or a day. */
  readonly isText: boolean;
  readonly keys: readonly number[];
  readonly words: readonly number[];
  /** How many words it has, known or not. */
  readonly size: number;
}

/** The gold's cells by what they say; others are looked up in it, each distinct text once. */
export class GoldCells {
  readonly #keys = new Map<string, number>();
  readonly #words = new Map<string, number>();
  readonly #known = new Map<string, LaidCellMarks>();
  #hasNumbers = false;
  #hasDays = false;
  readonly #gold: readonly (readonly LaidCellMarks[])[];

  constructor(gold: Rows, types: readonly ColumnType[]) {
    const isKnown = (mark: string): boolean =>
      [...this.#keys.keys()].some((key) => key.startsWith(mark));
    this.#gold = gold.map((cells) =>
      types.map((type, at) => {
        const text = (cells[at] ?? "").slice(0, longest);
        const keys = keysOf(text, true, true);
        const numbers = keys.filter((key) => key.startsWith("#"));
        const isNumber = type === "number" && numbers.length > 0;
        const wanted = isNumber ? numbers : keys;
        const words = wordsOf(text);
        return {
          text: text.trim(),
          isBlank: text.trim() === "",
          keys: wanted.map((key) => numberOf(key, this.#keys)),
          isText: type === "text",
          words: words.map((word) => numberOf(word, this.#words)),
          size: words.length,
        };
      }),
    );
    this.#hasNumbers = isKnown("#");
    this.#hasDays = isKnown("@");
  }

  get keys(): number {
    return this.#keys.size;
  }

  get words(): number {
    return this.#words.size;
  }

  row(at: number): readonly LaidCellMarks[] {
    return this.#gold[at] ?? [];
  }

  get rows(): readonly (readonly LaidCellMarks[])[] {
    return this.#gold;
  }

  of(cell: string): LaidCellMarks {
    const text = cell.length > longest ? cell.slice(0, longest) : cell;
    const known = this.#known.get(text);
    if (known) return known;
    const words = wordsOf(text);
    const marks = {
      text: text.trim(),
      isBlank: text.trim() === "",
      isText: false,
      keys: keysOf(text, this.#hasNumbers, this.#hasDays).flatMap(
        (key) => this.#keys.get(key) ?? [],
      ),
      words: words.flatMap((word) => this.#words.get(word) ?? []),
      size: words.length,
    };
    this.#known.set(text, marks);
    return marks;
  }
}

const numberOf = (key: string, known: Map<string, number>): number => {
  const at = known.get(key) ?? known.size;
  known.set(key, at);
  return at;
};

const keysOf = (text: string, numbers: boolean, days: boolean): string[] => {
  if (text.trim() === "") return [];
  const keys = [loose(text.slice(0, longestWhole)) || text.trim()];
  if (text.length > 40 || !/\d/.test(text)) return keys;
  const number = numbers ? parseAmount(text) : null;
  if (number !== null) keys.push(`#${numberKey(number)}`);
  if (!days || text.length < 6) return keys;
  for (const order of ["dmy", "mdy"] as const) {
    const day = parseDate(text, { order, yearPivot: 50 });
    if (day !== null && !keys.includes(`@${day}`)) keys.push(`@${day}`);
  }
  return keys;
};

const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, mostWords),
  ),
];

export const isSameCell = (one: LaidCellMarks, other: LaidCellMarks): boolean => {
  for (const key of one.keys) if (other.keys.includes(key)) return true;
  return false;
};

/** Whether a wanted cell stands within another one, word by word. */
export const isWithin = (wanted: LaidCellMarks, cell: LaidCellMarks): boolean =>
  wanted.words.length > 0 &&
  cell.size > wanted.size &&
  wanted.words.every((word) => cell.words.includes(word));
