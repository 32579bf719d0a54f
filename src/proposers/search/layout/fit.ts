import type { Arena } from "../../../domain/arena.ts";
import type { Rows } from "../../../domain/proposing.ts";
import type { LaidRow } from "../../../kit/row-steps.ts";
import { sampled } from "../order.ts";
import { GoldCells, isSameCell, isWithin, type LaidCellMarks } from "./cells.ts";

/** How well rows fit the gold. */
export interface Fitness {
  /** The share of the gold's cells that the rows show, aligned as rows. */
  readonly shown: number;
  /** How far the number of rows is from what is wanted, from 0 to 1. */
  readonly excess: number;
  readonly score: number;
  /** Which rows have an answer. */
  readonly paired: ReadonlySet<number>;
  /** The share of each gold column that one column, or one and where it is blank another, shows. */
  readonly byColumn: readonly number[];
}

/** Where a gold column stands: in one column and, where that is blank, in another. */
type Source = readonly [first: number, second: number, isAgain: boolean];

/** More pairs of a row and a gold row than this are not compared. */
const mostPairs = 40_000;
/** Gold rows that share so much less with a row than the nearest one does are not its answer. */
const nearest = 0.4;
const levels = 1024;
/** So many gold rows tell what can be attained. */
const mostLookedUp = 24;
/** The same but for case, blanks and marks. */
const sameIs = 0.99;
const withinIs = 0.92;
/** A letter or a figure stands within many cells by chance. */
const shortWithinIs = 0.4;
/** What one column shows of a second column of the gold. */
const againIs = 0.9;
const elsewhereIs = 0.4;
const withinElsewhereIs = 0.15;
const blankIs = 0.3;
const excessCosts = 0.12;

/** Rows and gold rows that are near each other, and how near. */
interface Near {
  count: number;
  readonly rows: Int32Array;
  readonly gold: Int32Array;
  readonly scores: Float64Array;
}

/** What stands in a column of the gold. */
export interface GoldSet {
  readonly keys: ReadonlySet<number>;
  readonly words: ReadonlySet<number>;
}

/** Measures rows against the gold: which of them became which gold row, and how much of it they show. */
export class Fit {
  /** How much has been compared so far. */
  work = 0;
  readonly gold: GoldCells;
  readonly columns: readonly number[];
  readonly sets: readonly GoldSet[];
  readonly #rowsOfKey: readonly (readonly number[])[];
  readonly #rowsOfWord: readonly (readonly number[])[];
  readonly #keyColumns: readonly number[];
  readonly #weight: number;
  readonly #near: Near = {
    count: 0,
    rows: new Int32Array(mostPairs),
    gold: new Int32Array(mostPairs),
    scores: new Float64Array(mostPairs),
  };
  readonly #wanted: number | null;
  readonly #size: number;

  /** `size` says how many gold rows there are where only some are looked at; `wanted`, how many rows. */
  constructor(gold: Rows, arena: Arena, size: number, wanted: number | null) {
    const { columns } = arena.master;
    this.gold = new GoldCells(
      gold,
      columns.map(({ type }) => type),
    );
    this.columns = columns.flatMap((_, at) =>
      this.gold.rows.some((cells) => !cells[at]?.isBlank) ? [at] : [],
    );
    this.sets = this.columns.map((at) => ({
      keys: new Set(this.gold.rows.flatMap((cells) => cells[at]?.keys ?? [])),
      words: new Set(this.gold.rows.flatMap((cells) => cells[at]?.words ?? [])),
    }));
    this.#rowsOfKey = postings(this.gold, this.gold.keys, ({ keys }) => keys);
    this.#rowsOfWord = postings(this.gold, this.gold.words, ({ words }) => words);
    this.#keyColumns = arena.gold.partial
      ? columns.flatMap(({ name }, at) => (arena.gold.key.includes(name) ? [at] : []))
      : [];
    this.#size = Math.max(size, gold.length);
    this.#wanted = wanted;
    this.#weight = Math.max(1, weightOf(this.gold, this.columns));
  }

  of(rows: readonly LaidRow[], columns: readonly string[]): Fitness {
    const cells = rows.map((row) => columns.map((column) => this.gold.of(row[column] ?? "")));
    this.#findNear(cells);
    const near = this.#near;
    const sources = this.#sources(oneToOne(near), cells, columns.length);
    for (let at = 0; at < near.count; at++) {
      const gold = this.gold.row(near.gold[at] ?? 0);
      near.scores[at] = this.#shownIn(cells[near.rows[at] ?? 0] ?? [], gold, sources);
    }
    this.work += near.count * this.columns.length + rows.length * columns.length;
    const pairs = oneToOne(near);
    let total = 0;
    const paired = new Set<number>();
    const found = new Float64Array(this.columns.length);
    for (const at of pairs) {
      const row = near.rows[at] ?? 0;
      const gold = this.gold.row(near.gold[at] ?? 0);
      const own = cells[row] ?? [];
      total += (near.scores[at] ?? 0) + this.#shownElsewhere(own, gold, sources);
      paired.add(row);
      for (const [index, column] of this.columns.entries())
        if (likenessOf(gold[column], own, sources[index]) > 0)
          found[index] = (found[index] ?? 0) + 1;
    }
    const excess = this.#excess(paired, cells, sources);
    const shown = (total / this.#weight) * this.#rate(rows.length);
    const byColumn = [...found].map((count) => count / Math.max(this.gold.rows.length, 1));
    return { shown, excess, score: shown - excessCosts * excess, paired, byColumn };
  }

  /** Which share of the gold could be shown at most, if rows were laid out in the best way. */
  attainable(cells: Iterable<string>): number {
    const given = [...new Set(cells)].map((cell) => this.gold.of(cell));
    const keys = new Set(given.flatMap(({ keys: own }) => own));
    const long = given.filter(({ size, words }) => size > 1 && words.length > 0);
    const rows = sampled(this.gold.rows, mostLookedUp);
    let [most, found] = [0, 0];
    for (const row of rows)
      for (const at of this.columns) {
        const wanted = row[at];
        if (!wanted) continue;
        const weight = wanted.isBlank ? blankIs : 1;
        most += weight;
        const isThere =
          wanted.isBlank ||
          wanted.keys.some((key) => keys.has(key)) ||
          long.some((cell) => isWithin(wanted, cell));
        if (isThere) found += weight;
      }
    return most === 0 ? 0 : found / most;
  }

  /** Where only some of the gold is looked at, too few rows must not seem enough. */
  #rate(rows: number): number {
    if (rows === 0) return 0;
    return Math.min(1, rows / this.#size) / Math.min(1, rows / this.gold.rows.length);
  }

  /** Rows and gold rows that share something, weighed by how rare it is. */
  #findNear(cells: readonly (readonly LaidCellMarks[])[]): void {
    const votes = new Float64Array(this.gold.rows.length);
    const near = this.#near;
    near.count = 0;
    const share = Math.max(1, Math.floor(mostPairs / Math.max(cells.length, 1)));
    for (const [row, marks] of cells.entries()) {
      const touched = this.#vote(marks, votes);
      for (const gold of strongest(touched, votes, share)) {
        if (near.count === mostPairs) break;
        near.rows[near.count] = row;
        near.gold[near.count] = gold;
        near.scores[near.count] = votes[gold] ?? 0;
        near.count += 1;
      }
      for (const gold of touched) votes[gold] = 0;
    }
  }

  #vote(marks: readonly LaidCellMarks[], votes: Float64Array): number[] {
    const touched: number[] = [];
    const add = (rows: readonly number[], weight: number): void => {
      for (const gold of rows) {
        if (votes[gold] === 0) touched.push(gold);
        votes[gold] = (votes[gold] ?? 0) + weight;
      }
    };
    const seen = new Set<number>();
    const words = new Set<number>();
    for (const { keys, words: own, size } of marks) {
      for (const key of keys) seen.add(key);
      if (size > 1) for (const word of own) words.add(word);
    }
    for (const key of seen) add(this.#rowsOfKey[key] ?? [], this.#rarity(this.#rowsOfKey[key]));
    for (const word of words) {
      const rows = this.#rowsOfWord[word] ?? [];
      if (rows.length * 3 <= this.gold.rows.length || rows.length <= 4)
        add(rows, this.#rarity(rows) / 4);
    }
    return touched;
  }

  #rarity(rows: readonly number[] | undefined): number {
    return Math.log2((this.gold.rows.length + 1) / Math.max(rows?.length ?? 1, 1)) + 0.2;
  }

  /** For each gold column the column that shows it most often, and what does where that is blank. */
  #sources(
    pairs: readonly number[],
    cells: readonly (readonly LaidCellMarks[])[],
    width: number,
  ): readonly Source[] {
    const used = new Set<number>();
    return this.columns.map((at) => {
      const counts = new Float64Array(width);
      const count = (besides: number): number => {
        counts.fill(0);
        for (const pair of pairs) {
          const wanted = this.gold.row(this.#near.gold[pair] ?? 0)[at];
          const row = cells[this.#near.rows[pair] ?? 0];
          if (!wanted || !row || (besides >= 0 && !row[besides]?.isBlank)) continue;
          if (besides >= 0 && wanted.isBlank) continue;
          for (let column = 0; column < width; column++) {
            const marks = row[column];
            if (marks) counts[column] = (counts[column] ?? 0) + likeness(wanted, marks);
          }
        }
        let best = -1;
        let most = 0;
        for (const [column, times] of counts.entries()) {
          const worth = used.has(column) ? times * againIs : times;
          if (worth > most) [best, most] = [column, worth];
        }
        return best;
      };
      const first = count(-1);
      const isAgain = used.has(first);
      used.add(first);
      return [first, first < 0 ? -1 : count(first), isAgain];
    });
  }

  #shownIn(
    cells: readonly LaidCellMarks[],
    gold: readonly LaidCellMarks[],
    sources: readonly Source[],
  ): number {
    let shown = 0;
    for (let index = 0; index < sources.length; index++) {
      const found = likenessOf(gold[this.columns[index] ?? -1], cells, sources[index]);
      shown += sources[index]?.[2] ? found * againIs : found;
    }
    return shown;
  }

  /** Cells that stand in another column of the row count for less. */
  #shownElsewhere(
    cells: readonly LaidCellMarks[],
    gold: readonly LaidCellMarks[],
    sources: readonly Source[],
  ): number {
    let shown = 0;
    for (const [index, at] of this.columns.entries()) {
      const wanted = gold[at];
      if (!wanted || wanted.isBlank || likenessOf(wanted, cells, sources[index]) > 0) continue;
      if (cells.some((other) => isSameCell(wanted, other))) shown += elsewhereIs;
      else if (cells.some((other) => isWithin(wanted, other))) shown += withinElsewhereIs;
    }
    return shown;
  }

  /** Rows too many, or too few for the gold that nobody sees. */
  #excess(
    paired: ReadonlySet<number>,
    cells: readonly (readonly LaidCellMarks[])[],
    sources: readonly Source[],
  ): number {
    if (cells.length === 0) return 1;
    if (this.#wanted !== null) return distance(cells.length, this.#wanted, this.gold.rows.length);
    const keyed = this.columns.flatMap((at, index) =>
      this.#keyColumns.includes(at) ? [[at, sources[index]?.[0] ?? -1] as const] : [],
    );
    if (keyed.length === 0 || keyed.length < this.#keyColumns.length) return 0;
    const spare = new Set<number>();
    for (let at = 0; at < this.#near.count; at++) {
      const row = this.#near.rows[at] ?? 0;
      if (paired.has(row) || spare.has(row)) continue;
      const gold = this.gold.row(this.#near.gold[at] ?? 0);
      const isKnown = keyed.every(([key, column]) => {
        const [wanted, cell] = [gold[key], cells[row]?.[column]];
        return wanted !== undefined && cell !== undefined && likeness(wanted, cell) >= withinIs;
      });
      if (isKnown) spare.add(row);
    }
    return spare.size / (spare.size + paired.size);
  }
}

/** What chance alone makes of the number of rows that are hidden is no distance. */
const distance = (rows: number, wanted: number, visible: number): number => {
  const far = 1 - Math.min(rows, wanted) / Math.max(rows, wanted);
  const isHidden = wanted > visible;
  return Math.max(0, far - (isHidden ? 1.5 / Math.sqrt(wanted) : 0));
};

const likeness = (wanted: LaidCellMarks, cell: LaidCellMarks): number => {
  if (wanted.isBlank) return cell.isBlank ? blankIs : 0;
  if (isSameCell(wanted, cell)) return wanted.isText && wanted.text !== cell.text ? sameIs : 1;
  if (!isWithin(wanted, cell)) return 0;
  return wanted.text.length < 3 ? shortWithinIs : withinIs;
};

const likenessOf = (
  wanted: LaidCellMarks | undefined,
  cells: readonly LaidCellMarks[],
  source: Source | undefined,
): number => {
  const first = cells[source?.[0] ?? -1];
  const cell = first?.isBlank ? (cells[source?.[1] ?? -1] ?? first) : first;
  return wanted && cell ? likeness(wanted, cell) : 0;
};

const weightOf = (gold: GoldCells, columns: readonly number[]): number => {
  let weight = 0;
  for (const cells of gold.rows)
    for (const at of columns) weight += cells[at]?.isBlank ? blankIs : 1;
  return weight;
};

const postings = (
  gold: GoldCells,
  size: number,
  of: (marks: LaidCellMarks) => readonly number[],
): number[][] => {
  const lists: number[][] = Array.from({ length: size }, () => []);
  for (const [at, cells] of gold.rows.entries())
    for (const marks of cells)
      for (const mark of of(marks)) if (lists[mark]?.at(-1) !== at) lists[mark]?.push(at);
  return lists;
};

const strongest = (touched: readonly number[], votes: Float64Array, most: number): number[] => {
  let top = 0;
  for (const gold of touched) top = Math.max(top, votes[gold] ?? 0);
  const near = touched.filter((gold) => (votes[gold] ?? 0) >= top * nearest);
  if (near.length <= most) return near;
  return near.sort((a, b) => (votes[b] ?? 0) - (votes[a] ?? 0) || a - b).slice(0, most);
};

/** The best pairs first; among equals those in the order of the rows. */
const oneToOne = ({ count, rows, gold, scores }: Near): number[] => {
  let most = 0;
  for (let at = 0; at < count; at++) most = Math.max(most, scores[at] ?? 0);
  if (most === 0) return [];
  const starts = new Int32Array(levels + 2);
  const levelOf = (at: number): number => levels - Math.round(((scores[at] ?? 0) / most) * levels);
  for (let at = 0; at < count; at++) starts[levelOf(at) + 1] = (starts[levelOf(at) + 1] ?? 0) + 1;
  for (let level = 1; level < starts.length; level++)
    starts[level] = (starts[level] ?? 0) + (starts[level - 1] ?? 0);
  const order = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const level = levelOf(at);
    const place = starts[level] ?? 0;
    order[place] = at;
    starts[level] = place + 1;
  }
  const usedRows = new Set<number>();
  const usedGold = new Set<number>();
  const pairs: number[] = [];
  for (const at of order) {
    const [row, wanted] = [rows[at] ?? 0, gold[at] ?? 0];
    if ((scores[at] ?? 0) <= 0 || usedRows.has(row) || usedGold.has(wanted)) continue;
    usedRows.add(row);
    usedGold.add(wanted);
    pairs.push(at);
  }
  return pairs;
};
