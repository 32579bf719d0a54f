import type { GoldCells, LaidCellMarks } from "./cells.ts";

/** More pairs of a row and a gold row than this are not compared. */
const mostPairs = 40_000;
/** Gold rows that share so much less with a row than the nearest one does are not its answer. */
const nearest = 0.4;
const levels = 1024;

/** A row and the gold row that it became, as far as can be told. */
interface GoldPair {
  readonly row: number;
  readonly gold: number;
  readonly score: number;
}

/** Rows and gold rows that are near each other, and how near. */
export class GoldPairs {
  #count = 0;
  readonly #rows = new Int32Array(mostPairs);
  readonly #golds = new Int32Array(mostPairs);
  readonly #scores = new Float64Array(mostPairs);
  readonly #size: number;
  readonly #rowsOfKey: readonly (readonly number[])[];
  readonly #rowsOfWord: readonly (readonly number[])[];

  constructor(gold: GoldCells) {
    this.#size = gold.rows.length;
    this.#rowsOfKey = postings(gold, gold.keys, ({ keys }) => keys);
    this.#rowsOfWord = postings(gold, gold.words, ({ words }) => words);
  }

  get count(): number {
    return this.#count;
  }

  /** Looks for pairs that share something, weighed by how rare it is; those before are forgotten. */
  find(cells: readonly (readonly LaidCellMarks[])[]): void {
    const votes = new Float64Array(this.#size);
    this.#count = 0;
    const share = Math.max(1, Math.floor(mostPairs / Math.max(cells.length, 1)));
    for (const [row, marks] of cells.entries()) {
      const touched = this.#vote(marks, votes);
      for (const gold of strongest(touched, votes, share)) {
        if (this.#count === mostPairs) break;
        this.#rows[this.#count] = row;
        this.#golds[this.#count] = gold;
        this.#scores[this.#count] = votes[gold] ?? 0;
        this.#count += 1;
      }
      for (const gold of touched) votes[gold] = 0;
    }
  }

  rescore(scoreOf: (row: number, gold: number) => number): void {
    for (let at = 0; at < this.#count; at++)
      this.#scores[at] = scoreOf(this.#rows[at] ?? 0, this.#golds[at] ?? 0);
  }

  forEach(visit: (row: number, gold: number) => void): void {
    for (let at = 0; at < this.#count; at++) visit(this.#rows[at] ?? 0, this.#golds[at] ?? 0);
  }

  /** Each row and each gold row in one pair at most: the best first, among equals by the rows' order. */
  oneToOne(): GoldPair[] {
    const usedRows = new Set<number>();
    const usedGold = new Set<number>();
    const pairs: GoldPair[] = [];
    for (const at of bestFirst(this.#scores.subarray(0, this.#count))) {
      const [row, gold] = [this.#rows[at] ?? 0, this.#golds[at] ?? 0];
      const score = this.#scores[at] ?? 0;
      if (score <= 0 || usedRows.has(row) || usedGold.has(gold)) continue;
      usedRows.add(row);
      usedGold.add(gold);
      pairs.push({ row, gold, score });
    }
    return pairs;
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
      if (rows.length * 3 <= this.#size || rows.length <= 4) add(rows, this.#rarity(rows) / 4);
    }
    return touched;
  }

  #rarity(rows: readonly number[] | undefined): number {
    return Math.log2((this.#size + 1) / Math.max(rows?.length ?? 1, 1)) + 0.2;
  }
}

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

/** The places of scores by falling level, told by counting since there are many. */
const bestFirst = (scores: Float64Array): Int32Array => {
  let most = 0;
  for (const score of scores) most = Math.max(most, score);
  if (most === 0) return new Int32Array(0);
  const starts = new Int32Array(levels + 2);
  const levelOf = (score: number): number => levels - Math.round((score / most) * levels);
  for (const score of scores) starts[levelOf(score) + 1] = (starts[levelOf(score) + 1] ?? 0) + 1;
  for (let level = 1; level < starts.length; level++)
    starts[level] = (starts[level] ?? 0) + (starts[level - 1] ?? 0);
  const order = new Int32Array(scores.length);
  for (let at = 0; at < scores.length; at++) {
    const level = levelOf(scores[at] ?? 0);
    const place = starts[level] ?? 0;
    order[place] = at;
    starts[level] = place + 1;
  }
  return order;
};
