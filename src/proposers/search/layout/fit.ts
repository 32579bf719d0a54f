import type { Arena } from "../../../domain/arena.ts";
import type { Rows } from "../../../domain/proposing.ts";
import type { LaidRow } from "../../../kit/row-steps.ts";
import { sampled } from "../order.ts";
import { GoldCells, isWithin, type LaidCellMarks } from "./cells.ts";
import { GoldPairs } from "./gold-pairs.ts";
import { GoldSources, says, worthOf } from "./gold-sources.ts";

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

/** So many gold rows tell what can be attained. */
const mostLookedUp = 24;
const excessCosts = 0.12;

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
  readonly #keyColumns: readonly number[];
  readonly #weight: number;
  readonly #near: GoldPairs;
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
    this.#keyColumns = arena.gold.partial
      ? columns.flatMap(({ name }, at) => (arena.gold.key.includes(name) ? [at] : []))
      : [];
    this.#near = new GoldPairs(this.gold);
    this.#size = Math.max(size, gold.length);
    this.#wanted = wanted;
    this.#weight = Math.max(1, weightOf(this.gold, this.columns));
  }

  of(rows: readonly LaidRow[], columns: readonly string[]): Fitness {
    const cells = rows.map((row) => columns.map((column) => this.gold.of(row[column] ?? "")));
    const sources = this.#align(cells, columns.length);
    let total = 0;
    const paired = new Set<number>();
    const found = new Float64Array(this.columns.length);
    for (const { row, gold: at, score } of this.#near.oneToOne()) {
      const [gold, own] = [this.gold.row(at), cells[row] ?? []];
      total += score + sources.shownElsewhere(gold, own);
      paired.add(row);
      for (let index = 0; index < found.length; index++)
        if (sources.isShown(index, gold, own)) found[index] = (found[index] ?? 0) + 1;
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
        most += worthOf(wanted);
        const isThere =
          wanted.isBlank ||
          wanted.keys.some((key) => keys.has(key)) ||
          long.some((cell) => isWithin(wanted, cell));
        if (isThere) found += worthOf(wanted);
      }
    return most === 0 ? 0 : found / most;
  }

  /** Where the gold's columns stand, told by the nearest rows; then what pairs show tells how near they are. */
  #align(cells: readonly (readonly LaidCellMarks[])[], width: number): GoldSources {
    this.#near.find(cells);
    const nearest = this.#near.oneToOne();
    const sources = new GoldSources(
      this.columns,
      nearest.map(({ row, gold }) => [this.gold.row(gold), cells[row] ?? []]),
      width,
    );
    this.#near.rescore((row, gold) => sources.shown(this.gold.row(gold), cells[row] ?? []));
    this.work += this.#near.count * this.columns.length + cells.length * width;
    return sources;
  }

  /** Where only some of the gold is looked at, too few rows must not seem enough. */
  #rate(rows: number): number {
    if (rows === 0) return 0;
    return Math.min(1, rows / this.#size) / Math.min(1, rows / this.gold.rows.length);
  }

  /** Rows too many, or too few for the gold that nobody sees. */
  #excess(
    paired: ReadonlySet<number>,
    cells: readonly (readonly LaidCellMarks[])[],
    sources: GoldSources,
  ): number {
    if (cells.length === 0) return 1;
    if (this.#wanted !== null) return distance(cells.length, this.#wanted, this.gold.rows.length);
    const keyed = this.columns.flatMap((at, index) =>
      this.#keyColumns.includes(at) ? [[at, sources.firstOf(index)] as const] : [],
    );
    if (keyed.length === 0 || keyed.length < this.#keyColumns.length) return 0;
    const spare = new Set<number>();
    this.#near.forEach((row, at) => {
      if (paired.has(row) || spare.has(row)) return;
      const gold = this.gold.row(at);
      const isKnown = keyed.every(([key, column]) => {
        const [wanted, cell] = [gold[key], cells[row]?.[column]];
        return wanted !== undefined && cell !== undefined && says(cell, wanted);
      });
      if (isKnown) spare.add(row);
    });
    return spare.size / (spare.size + paired.size);
  }
}

/** What chance alone makes of the number of rows that are hidden is no distance. */
const distance = (rows: number, wanted: number, visible: number): number => {
  const far = 1 - Math.min(rows, wanted) / Math.max(rows, wanted);
  const isHidden = wanted > visible;
  return Math.max(0, far - (isHidden ? 1.5 / Math.sqrt(wanted) : 0));
};

const weightOf = (gold: GoldCells, columns: readonly number[]): number => {
  let weight = 0;
  for (const cells of gold.rows)
    for (const at of columns) {
      const cell = cells[at];
      weight += cell ? worthOf(cell) : 1;
    }
  return weight;
};
