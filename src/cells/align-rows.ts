import type { ColumnType } from "../domain/columns.ts";
import { type AgreeingColumns, agreeingColumns, sharedInColumns } from "./agreeing-columns.ts";
import { MarkNumbers } from "./mark-index.ts";
import { allMarks, marksOfType } from "./marks.ts";
import { type ExpectedPlace, evenPlace, expectedPlaces } from "./row-order.ts";
import {
  type AlignedPair,
  distanceTo,
  type MarkedRows,
  RowVotes,
  type ScoredPair,
} from "./row-votes.ts";

export type { AlignedPair } from "./row-votes.ts";

/** Ragged rows are welcome: a cell that is not there is blank. */
type TableRows = readonly (readonly string[])[];

/**
 * Finds which input row became which gold row, one to one. Rows vote by what their cells share,
 * rare things weighing more; then the columns that agreed in those pairs vote once again, those
 * that tell rows apart first. Time and memory grow with rows × columns, whatever the cells hold.
 */
export class RowAligner {
  readonly #numbers = new MarkNumbers();
  readonly #gold: MarkedRows;
  readonly #isPart: Uint8Array;
  readonly #key: number | null;
  /** By the text of an input cell, since rows come again in other layouts. */
  readonly #known = new Map<string, readonly number[]>();

  /** `key` is the gold column that identifies a row, where one is declared. */
  constructor(gold: TableRows, types: readonly ColumnType[], key: number | null = null) {
    this.#key = key;
    this.#gold = gold.map((cells) =>
      types.map((type, at) =>
        ascending(this.#numbers.numbered(marksOfType(type, cells[at] ?? ""))),
      ),
    );
    this.#isPart = this.#numbers.parts();
  }

  /** In the order of the input. */
  pairs(rows: TableRows): AlignedPair[] {
    return this.#alignment(rows).pairs();
  }

  /** In which share of the gold's cells the row that it lines up with shows the same thing. */
  shownShare(rows: TableRows): number {
    return this.#alignment(rows).shownShare();
  }

  #alignment(rows: TableRows): Alignment {
    const marked = rows.map((cells) => cells.map((cell) => this.#marksOf(cell)));
    return new Alignment(marked, this.#gold, this.#isPart, this.#key);
  }

  #marksOf(cell: string): readonly number[] {
    const known = this.#known.get(cell);
    if (known) return known;
    const marks = ascending(this.#numbers.known(allMarks(cell)));
    this.#known.set(cell, marks);
    return marks;
  }
}

const ascending = (numbers: readonly number[]): number[] =>
  [...new Set(numbers)].sort((a, b) => a - b);

const mostRounds = 4;
const mostSampled = 500;
/** Of the pairs found by votes alone, the best are trusted. */
const surestShare = 0.8;
const keyTrust = 0.95;
/** A declared key must be found in one input column in this share of the gold's rows. */
const keyShare = 0.9;
/** A pair must have so much of what the gold row could show at best. */
const leastShare = 0.45;
/** The best candidate is sure where the second best has no more of its score than this. */
const sureMargin = 0.8;
/** What the order of the rows says weighs less than what their cells say. */
const orderWeight = 0.2;

class Alignment {
  readonly #rows: MarkedRows;
  readonly #gold: MarkedRows;
  readonly #isPart: Uint8Array;
  readonly #votes: RowVotes;
  readonly #takenRows: Uint8Array;
  readonly #takenGold: Uint8Array;
  readonly #key: number | null;

  constructor(rows: MarkedRows, gold: MarkedRows, isPart: Uint8Array, key: number | null) {
    this.#key = key;
    this.#rows = rows;
    this.#gold = gold;
    this.#isPart = isPart;
    this.#votes = new RowVotes(rows, isPart);
    this.#takenRows = new Uint8Array(rows.length);
    this.#takenGold = new Uint8Array(gold.length);
  }

  pairs(): AlignedPair[] {
    const sources = this.#sourcesOfSample();
    const pairs = this.#pairedByKey(sources);
    const nearest = this.#gold.map((_, gold) =>
      this.#takenGold[gold] ? [] : this.#nearest(gold, this.#evenPlace(gold)),
    );
    const sure = nearest.map(sureRow);
    for (const { row, gold } of pairs) sure[gold] = row;
    const places = expectedPlaces(sure, this.#rows.length);
    for (let round = 0; round < mostRounds; round++) {
      const open = [...nearest.keys()].filter((gold) => !this.#takenGold[gold]);
      const found = this.#assigned(
        open.flatMap((gold) => {
          const place = places?.[gold] ?? null;
          const rows = round === 0 ? (nearest[gold] ?? []) : this.#nearest(gold, place);
          return this.#compared(gold, rows, sources, place);
        }),
      );
      if (found.length === 0) break;
      pairs.push(...found);
    }
    return pairs.map(({ row, gold }) => ({ row, gold })).sort((a, b) => a.row - b.row);
  }

  shownShare(): number {
    const scored = this.#gold.flatMap((_, gold) => this.#nearest(gold, this.#evenPlace(gold)));
    let shown = 0;
    for (const { row, gold } of this.#assigned(scored)) {
      const has = new Set(this.#rows[row]?.flat());
      for (const wanted of this.#gold[gold] ?? []) if (this.#isShown(wanted, has)) shown++;
    }
    return shown / Math.max(1, this.#gold.length * (this.#gold[0]?.length ?? 1));
  }

  /** As a whole, or all its words. */
  #isShown(wanted: readonly number[], has: ReadonlySet<number>): boolean {
    if (wanted.length === 0) return true;
    const parts = wanted.filter((mark) => this.#isPart[mark]);
    const isWhole = wanted.some((mark) => !this.#isPart[mark] && has.has(mark));
    return isWhole || (parts.length > 0 && parts.every((mark) => has.has(mark)));
  }

  #evenPlace(gold: number): ExpectedPlace {
    return evenPlace(gold, this.#gold.length, this.#rows.length);
  }

  #nearest(gold: number, place: ExpectedPlace | null): ScoredPair[] {
    return this.#votes.nearest(gold, this.#gold[gold] ?? [], place, this.#takenRows);
  }

  #sourcesOfSample(): AgreeingColumns {
    const sample = evenlySampled([...this.#gold.keys()], mostSampled);
    const pairs = this.#assigned(
      sample.flatMap((gold) => this.#nearest(gold, this.#evenPlace(gold))),
    );
    this.#takenRows.fill(0);
    this.#takenGold.fill(0);
    const surest = pairs.slice(0, Math.ceil(pairs.length * surestShare));
    return agreeingColumns(this.#votes, this.#rows, this.#gold, surest);
  }

  /** Where a column tells all gold rows apart and an input column carries it, that settles it. */
  #pairedByKey(sources: AgreeingColumns): AlignedPair[] {
    const pairs: AlignedPair[] = [];
    for (const [at, [source]] of sources.entries()) {
      const trusted = (source?.trust ?? 0) >= keyTrust ? source?.column : undefined;
      if (at !== this.#key && trusted === undefined) continue;
      const golds = this.#holdersByMark(this.#gold, at);
      if (new Set([...golds.values(), several]).size <= this.#gold.length) continue;
      const column = (at === this.#key ? this.#keyColumn(golds) : undefined) ?? trusted;
      if (column === undefined) continue;
      const rows = this.#holdersByMark(this.#rows, column);
      for (const [mark, gold] of golds) {
        const row = rows.get(mark) ?? several;
        if (gold !== several && row !== several && this.#take({ row, gold }))
          pairs.push({ row, gold });
      }
    }
    return pairs;
  }

  /** The input column in which nearly every key of the gold stands, in one row each. */
  #keyColumn(golds: ReadonlyMap<number, number>): number | undefined {
    const width = Math.max(0, ...this.#rows.map(({ length }) => length));
    const found = Array.from({ length: width }, (_, column) => {
      const rows = this.#holdersByMark(this.#rows, column);
      const covered = new Set<number>();
      for (const [mark, gold] of golds)
        if (gold !== several && (rows.get(mark) ?? several) !== several) covered.add(gold);
      return { column, covered: covered.size };
    });
    const [best] = found.toSorted((a, b) => b.covered - a.covered || a.column - b.column);
    return best !== undefined && best.covered >= keyShare * this.#gold.length
      ? best.column
      : undefined;
  }

  /** By what a cell of the column is as a whole: the row that has it, or that several do. */
  #holdersByMark(rows: MarkedRows, column: number): Map<number, number> {
    const holders = new Map<number, number>();
    for (const [at, cells] of rows.entries())
      for (const mark of cells[column] ?? [])
        if (!this.#isPart[mark]) holders.set(mark, holders.has(mark) ? several : at);
    return holders;
  }

  /** The candidates of a gold row by what their cells share in the columns that agree. */
  #compared(
    gold: number,
    candidates: readonly ScoredPair[],
    sources: AgreeingColumns,
    place: ExpectedPlace | null,
  ): ScoredPair[] {
    const wanted = this.#gold[gold] ?? [];
    let possible = 0;
    for (const [at, cell] of wanted.entries())
      possible += Math.sqrt(sources[at]?.[0]?.trust ?? 0) * this.#votes.shared(cell, cell);
    return candidates.flatMap(({ row }): ScoredPair[] => {
      let score = 0;
      for (const [at, cell] of wanted.entries())
        score += sharedInColumns(this.#votes, this.#rows[row] ?? [], cell, sources[at] ?? []);
      if (score <= 0 || score < leastShare * possible) return [];
      const bonus = this.#orderBonus(row, place);
      return [{ row, gold, score: score + bonus, distance: distanceTo(place, row) }];
    });
  }

  #orderBonus(row: number, place: ExpectedPlace | null): number {
    if (place === null || row < place.from || row > place.to) return 0;
    return orderWeight * Math.log2(this.#rows.length / (place.to - place.from + 1));
  }

  /** The best pairs first; among equals those that keep the order of the input. */
  #assigned(scored: readonly ScoredPair[]): ScoredPair[] {
    const best = scored.toSorted(
      (a, b) => b.score - a.score || a.distance - b.distance || a.gold - b.gold || a.row - b.row,
    );
    return best.filter((pair) => this.#take(pair));
  }

  #take({ row, gold }: AlignedPair): boolean {
    if (this.#takenRows[row] || this.#takenGold[gold]) return false;
    this.#takenRows[row] = 1;
    this.#takenGold[gold] = 1;
    return true;
  }
}

const several = -1;

const sureRow = ([best, second]: readonly ScoredPair[]): number | null =>
  best !== undefined && (second?.score ?? 0) < sureMargin * best.score ? best.row : null;

const evenlySampled = <T>(items: readonly T[], most: number): T[] => {
  const placeOf = (at: number): number => Math.floor((at * most) / items.length);
  return items.filter((_, at) => items.length <= most || placeOf(at) !== placeOf(at - 1));
};
