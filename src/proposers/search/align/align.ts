import type { Column } from "../../../domain/arena.ts";
import type { Rows } from "../../../domain/proposing.ts";
import { sorted } from "../order.ts";
import { columnsOf, type Row } from "../rows.ts";
import { Features } from "./features.ts";
import { Index } from "./votes.ts";

/** An input row and the gold row that it became. */
export interface Pair {
  readonly row: number;
  readonly gold: number;
}

interface Scored extends Pair {
  readonly score: number;
}

/**
 * Which input row became which gold row, one to one. Rows vote by what their cells share, rare
 * things weighing more; then the columns that agreed in the confident pairs vote once again.
 */
export const align = (
  rows: readonly Row[],
  gold: Rows,
  columns: readonly Column[],
): readonly Pair[] => new Alignment(rows, gold, columns).pairs();

/** In which share of the gold's cells the row that it is lined up with shows the same thing. */
export const shownShare = (rows: readonly Row[], gold: Rows, columns: readonly Column[]): number =>
  rows.length === 0 ? 0 : new Alignment(rows, gold, columns).shownShare();

class Alignment {
  readonly #rows: readonly Row[];
  readonly #names: readonly string[];
  readonly #features = new Features();
  readonly #index: Index;
  readonly #wanted: readonly (readonly (readonly string[])[])[];

  constructor(rows: readonly Row[], gold: Rows, columns: readonly Column[]) {
    this.#rows = rows;
    this.#names = columnsOf(rows);
    this.#index = new Index(rows.map((row) => this.#featuresOf(row)));
    this.#wanted = gold.map((cells) =>
      columns.map(({ type }, at) => this.#features.ofGold(type, cells[at] ?? "")),
    );
  }

  pairs(): readonly Pair[] {
    const near = this.#wanted.map((cells) => this.#index.near(cells.flat()));
    const first = oneToOne(near.flatMap((rows, gold) => this.#votes(gold, rows)));
    const agreement = this.#agreement(first);
    const second = oneToOne(near.flatMap((rows, gold) => this.#weighed(gold, rows, agreement)));
    return second.filter(({ gold, score }) => score >= 0.45 * this.#possible(gold, agreement));
  }

  shownShare(): number {
    const near = this.#wanted.map((cells) => this.#index.near(cells.flat()));
    const pairs = oneToOne(near.flatMap((rows, gold) => this.#votes(gold, rows)));
    const shown = pairs.map(({ row, gold }) => {
      const has = this.#index.rows[row];
      const cells = this.#wanted[gold] ?? [];
      return cells.filter((wanted) => wanted.length === 0 || isShown(wanted, has)).length;
    });
    const cells = this.#wanted.length * (this.#wanted[0]?.length ?? 1);
    return shown.reduce((sum, count) => sum + count, 0) / Math.max(cells, 1);
  }

  #featuresOf({ cells }: Row): Set<string> {
    const found = new Set<string>();
    for (const cell of Object.values(cells))
      for (const feature of this.#features.of(cell)) found.add(feature);
    return found;
  }

  #votes(gold: number, rows: readonly number[]): Scored[] {
    const wanted = [...new Set(this.#wanted[gold]?.flat())];
    const weights = wanted.map((feature) => this.#index.weight(feature));
    return rows.map((row) => {
      const has = this.#index.rows[row];
      const score = weights.reduce((sum, weight, at) => {
        return has?.has(wanted[at] ?? "") ? sum + weight : sum;
      }, 0);
      return { row, gold, score };
    });
  }

  /** By gold column and input column: in which share of the pairs both show the same thing. */
  #agreement(pairs: readonly Scored[]): number[][] {
    const sure = sorted(pairs, ({ score }) => -score).slice(0, Math.ceil(pairs.length * 0.8));
    const columns = this.#wanted[0]?.length ?? 0;
    const counts = Array.from({ length: columns }, () => this.#names.map(() => 0));
    for (const { row, gold } of sure)
      for (const [at, wanted] of (this.#wanted[gold] ?? []).entries())
        for (const [name, column] of this.#names.entries())
          if (this.#shared(row, column, wanted) > 0) {
            const line = counts[at];
            if (line) line[name] = (line[name] ?? 0) + 1;
          }
    return counts.map((line) => line.map((count) => count / Math.max(sure.length, 1)));
  }

  /** The weight of the strongest feature that the cell shares with the wanted ones. */
  #shared(row: number, column: string, wanted: readonly string[]): number {
    const has = this.#features.of(this.#rows[row]?.cells[column] ?? "");
    let best = 0;
    for (const feature of wanted)
      if (has.includes(feature)) best = Math.max(best, this.#index.weight(feature));
    return best;
  }

  #weighed(gold: number, rows: readonly number[], agreement: readonly number[][]): Scored[] {
    const cells = this.#wanted[gold] ?? [];
    return rows.map((row) => {
      const score = cells.reduce((sum, wanted, at) => {
        const line = agreement[at] ?? [];
        const votes = this.#names.map((column, name) => {
          const trust = line[name] ?? 0;
          return trust < 0.05 ? 0 : Math.sqrt(trust) * this.#shared(row, column, wanted);
        });
        return sum + Math.max(0, ...votes);
      }, 0);
      return { row, gold, score };
    });
  }

  #possible(gold: number, agreement: readonly number[][]): number {
    return (this.#wanted[gold] ?? []).reduce((sum, wanted, at) => {
      const trust = Math.max(0, ...(agreement[at] ?? []));
      const weights = wanted.map((feature) => this.#index.weight(feature));
      return sum + (trust < 0.05 ? 0 : Math.sqrt(trust) * Math.max(0, ...weights));
    }, 0);
  }
}

/** Whether a row shows a cell: as a whole, or all its words. */
const isShown = (wanted: readonly string[], has: ReadonlySet<string> | undefined): boolean => {
  const words = wanted.filter((feature) => feature.startsWith("~"));
  const whole = wanted.filter((feature) => !feature.startsWith("~"));
  return (
    whole.some((feature) => has?.has(feature)) ||
    (words.length > 0 && words.every((word) => has?.has(word)))
  );
};

/** The best pairs first; among equals the ones in the order of the input. */
const oneToOne = (scored: readonly Scored[]): Scored[] => {
  const rows = new Set<number>();
  const gold = new Set<number>();
  const pairs: Scored[] = [];
  for (const pair of byMargin(scored)) {
    if (pair.score <= 0 || rows.has(pair.row) || gold.has(pair.gold)) continue;
    rows.add(pair.row);
    gold.add(pair.gold);
    pairs.push(pair);
  }
  return sorted(pairs, ({ row }) => row);
};

const byMargin = (scored: readonly Scored[]): Scored[] =>
  [...scored].sort((a, b) => b.score - a.score || a.gold - b.gold || a.row - b.row);
