import type { Arena } from "../../../domain/arena.ts";
import type { InputRows, Rows } from "../../../domain/proposing.ts";
import { sampled, sorted } from "../order.ts";
import { GoldCells } from "./cells.ts";

/** Some rows that lie together, and the gold that seems to be made of them. */
export interface Sample {
  readonly inputs: readonly InputRows[];
  readonly gold: Rows;
  /** How many visible gold rows the sampled rows should give. */
  readonly size: number;
  /** How many rows they should give in all, where that can be told. */
  readonly wanted: number | null;
}

const fewCells = 6_000;
const fewLetters = 300_000;
const mostFiles = 8;
const mostGold = 80;
const topRows = 10;

/** So many times a few rows from the place where most of the gold can be seen. */
export const sampleOf = (
  inputs: readonly InputRows[],
  gold: Rows,
  arena: Arena,
  times: number,
): Sample => {
  const all = inputs.reduce((sum, { rows }) => sum + rows.length, 0);
  const files = inputs.length > mostFiles ? sampled(inputs, mostFiles) : inputs;
  const most = { cells: fewCells * times, letters: fewLetters * times };
  const windowAt = (from: number): InputRows[] =>
    files.map((input) => cut(input, from, most.cells / files.length, most.letters / files.length));
  const first = windowAt(0);
  if (countOf(first) === all) {
    const some = sampled(gold, mostGold * times);
    return { inputs: first, gold: some, size: gold.length, wanted: wantedOf(gold.length, arena) };
  }
  const cells = new GoldCells(
    gold,
    arena.master.columns.map(({ type }) => type),
  );
  const { window, near } = bestOf(windowAt, cells);
  const part = (gold.length * countOf(window)) / Math.max(all, 1);
  const some = near.slice(0, Math.ceil(Math.min(part * 1.2 + 5, mostGold * times)));
  return {
    inputs: window,
    gold: some.map((at) => gold[at] ?? []),
    size: Math.max(some.length, Math.round(part)),
    wanted: wantedOf(part, arena),
  };
};

const wantedOf = (visible: number, { gold, holdout }: Arena): number | null =>
  gold.partial ? null : visible / (1 - holdout);

const countOf = (inputs: readonly InputRows[]): number =>
  inputs.reduce((sum, { rows }) => sum + rows.length, 0);

/** Rows from a place in the file; its top is always there, for that is where names stand. */
const cut = (input: InputRows, from: number, cells: number, letters: number): InputRows => {
  const start = Math.floor(input.rows.length * from);
  const rows = from === 0 ? [] : input.rows.slice(0, Math.min(topRows, start));
  let [width, size] = [0, 0];
  for (const row of input.rows.slice(start, start + Math.ceil(cells))) {
    width += Math.max(row.length, input.header.length);
    size += row.reduce((sum, cell) => sum + cell.length, 0);
    if (rows.length >= topRows && (width > cells || size > letters)) break;
    rows.push(row);
  }
  return { ...input, rows };
};

interface Seen {
  readonly window: readonly InputRows[];
  /** The gold rows that can be seen in it best, and how well on the whole. */
  readonly near: readonly number[];
  readonly share: number;
}

/** The top, or a place further down where more of the gold can be seen. */
const bestOf = (windowAt: (from: number) => readonly InputRows[], cells: GoldCells): Seen => {
  let best = seen(windowAt(0), cells);
  for (const from of [0.25, 0.5, 0.75]) {
    if (best.share > 0.5) break;
    const other = seen(windowAt(from), cells);
    if (other.share > best.share) best = other;
  }
  return best;
};

const seen = (window: readonly InputRows[], cells: GoldCells): Seen => {
  const known = new Set<number>();
  for (const { header, rows } of window)
    for (const row of [header, ...rows])
      for (const cell of row) for (const key of cells.of(cell).keys) known.add(key);
  const shares = cells.rows.map((row) => {
    const filled = row.filter(({ isBlank }) => !isBlank);
    const found = filled.filter(({ keys }) => keys.some((key) => known.has(key))).length;
    return found / Math.max(filled.length, 1);
  });
  const near = sorted([...shares.keys()], (at) => -(shares[at] ?? 0));
  const best = near.slice(0, mostGold);
  const share = best.reduce((sum, at) => sum + (shares[at] ?? 0), 0) / Math.max(best.length, 1);
  return { window, near, share };
};
