import { Postings } from "./mark-index.ts";
import type { ExpectedPlace } from "./row-order.ts";

/** An input row and the gold row that it became, by place. */
export interface AlignedPair {
  readonly row: number;
  readonly gold: number;
}

export interface ScoredPair extends AlignedPair {
  readonly score: number;
  /** How far the row is from where the gold row is expected. */
  readonly distance: number;
}

/** By row and column: the marks of the cell that the gold knows, in ascending order. */
export type MarkedRows = readonly (readonly (readonly number[])[])[];

/** So many entries of postings are gone through for a gold row, and so many rows then compared. */
const mostEntries = 4_000;
const mostCandidates = 12;

/** What marks of cells weigh in these rows, and which rows share most with a gold row. */
export class RowVotes {
  readonly #isPart: Uint8Array;
  readonly #postings: Postings;
  readonly #weights: Float64Array;
  /** By input row, for the gold row that is voted on; all zero between votes. */
  readonly #votes: Float64Array;

  constructor(rows: MarkedRows, isPart: Uint8Array) {
    this.#isPart = isPart;
    const sets = rows.map((cells) => new Set(cells.flat()));
    this.#postings = new Postings(sets, isPart.length);
    this.#weights = Float64Array.from(isPart, (part, mark) => {
      const seen = this.#postings.countOf(mark);
      const rarity = seen === 0 ? 0 : Math.log2((rows.length + 1) / seen) + 0.1;
      return part ? rarity / 2 : rarity;
    });
    this.#votes = new Float64Array(rows.length);
  }

  /** The rows, those taken left out, that share most with a gold row, in whichever columns. */
  nearest(
    gold: number,
    wanted: MarkedRows[number],
    place: ExpectedPlace | null,
    taken: Uint8Array,
  ): ScoredPair[] {
    const touched = this.#vote(this.#weightsIn(wanted), place?.row ?? 0, taken);
    const best = new BestOf(mostCandidates);
    for (const row of touched) {
      const score = this.#votes[row] ?? 0;
      if (score >= best.least) best.note({ row, gold, score, distance: distanceTo(place, row) });
      this.#votes[row] = 0;
    }
    return best.items;
  }

  /** What two cells share: the rarest thing that both are as a whole, or the words of both. */
  shared(wanted: readonly number[], has: readonly number[]): number {
    let whole = 0;
    let parts = 0;
    for (let a = 0, b = 0; a < wanted.length && b < has.length; ) {
      const mark = wanted[a] ?? 0;
      const other = has[b] ?? 0;
      if (mark === other) {
        const weight = this.#weights[mark] ?? 0;
        if (this.#isPart[mark]) parts += weight;
        else whole = Math.max(whole, weight);
      }
      if (mark <= other) a++;
      if (other <= mark) b++;
    }
    return Math.max(whole, parts * this.#partShare(wanted));
  }

  /** Rare marks vote first; gives the rows that have any vote. */
  #vote(weights: ReadonlyMap<number, number>, place: number, taken: Uint8Array): number[] {
    const marks = [...weights].sort(
      ([a], [b]) => this.#postings.countOf(a) - this.#postings.countOf(b),
    );
    const touched: number[] = [];
    let left = mostEntries;
    for (const [mark, weight] of marks) {
      const rows = windowOf(this.#postings.rowsWith(mark), place, left);
      for (const row of rows) {
        if (taken[row]) continue;
        const votes = this.#votes[row] ?? 0;
        if (votes === 0) touched.push(row);
        this.#votes[row] = votes + weight;
      }
      left -= rows.length;
      if (left <= 0) break;
    }
    return touched;
  }

  #weightsIn(cells: MarkedRows[number]): Map<number, number> {
    const weights = new Map<number, number>();
    for (const wanted of cells) {
      const share = this.#partShare(wanted);
      for (const mark of wanted) {
        const weight = (this.#weights[mark] ?? 0) * (this.#isPart[mark] ? share : 1);
        if (weight > (weights.get(mark) ?? 0)) weights.set(mark, weight);
      }
    }
    return weights;
  }

  /** The words of a long text share what they weigh. */
  #partShare(wanted: readonly number[]): number {
    let parts = 0;
    for (const mark of wanted) parts += this.#isPart[mark] ?? 0;
    return 2 / Math.max(2, parts);
  }
}

export const distanceTo = (place: ExpectedPlace | null, row: number): number =>
  place === null ? 0 : Math.abs(place.row - row);

/** Those of ascending rows that are nearest to a place, when there are too many. */
const windowOf = (rows: Uint32Array, place: number, most: number): Uint32Array => {
  if (rows.length <= most) return rows;
  let low = 0;
  for (let high = rows.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  const start = Math.max(0, Math.min(rows.length - most, low - (most >> 1)));
  return rows.subarray(start, start + most);
};

/** The few best of many, best first. */
class BestOf {
  readonly items: ScoredPair[] = [];
  /** What a further item must reach. */
  least = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  note(item: ScoredPair): void {
    const { items } = this;
    let at = items.length;
    for (let before = items[at - 1]; before && isBetter(item, before); before = items[at - 1]) at--;
    if (at === this.#most) return;
    items.splice(at, 0, item);
    if (items.length > this.#most) items.pop();
    if (items.length === this.#most) this.least = items.at(-1)?.score ?? 0;
  }
}

const isBetter = (a: ScoredPair, b: ScoredPair): boolean =>
  a.score > b.score || (a.score === b.score && a.distance < b.distance);
