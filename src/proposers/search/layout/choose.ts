import type { Arena } from "../../../domain/arena.ts";
import type { InputRows, Rows } from "../../../domain/proposing.ts";
import { pairsByKey } from "../key-pairs.ts";
import { oneNameFor } from "./headers.ts";
import { type Layout, plainLayout, rowsLaidOut, withStep } from "./layout.ts";
import { LayoutSearch } from "./layout-search.ts";
import { sampleOf } from "./sample.ts";
import { givenRows, underOneName } from "./steps.ts";

/** The layout under which the input's rows show most of the gold's cells. */
export const chooseLayout = (inputs: readonly InputRows[], gold: Rows, arena: Arena): Layout => {
  const plain = plainFor(inputs, arena);
  const search = new LayoutSearch(sampleOf(inputs, gold, arena, 1), arena);
  const best = search.best(plain);
  if (best === plain || losesKeys(best, plain, { inputs, gold, arena })) return plain;
  const more = new LayoutSearch(sampleOf(inputs, gold, arena, 5), arena);
  return more.isBetter(best, plain) ? best : plain;
};

/** Rows that each have one key of the gold are what people call rows already. */
const losesKeys = (
  best: Layout,
  plain: Layout,
  { inputs, gold, arena }: { inputs: readonly InputRows[]; gold: Rows; arena: Arena },
): boolean => {
  const isKeyed = (layout: Layout): boolean =>
    pairsByKey(
      arena,
      inputs.flatMap((input) => rowsLaidOut(layout, input)),
      gold,
    ) !== null;
  return arena.gold.key.length > 0 && isKeyed(plain) && !isKeyed(best);
};

/** The rows as they are, without those that say nothing, and under names that all files share. */
const plainFor = (inputs: readonly InputRows[], arena: Arena): Layout => {
  const given = hasBlankRows(inputs) ? withStep(plainLayout, givenRows) : plainLayout;
  const names = oneNameFor(
    inputs,
    arena.master.columns.map(({ name }) => name),
  );
  return names === null ? given : withStep(given, underOneName(names));
};

const hasBlankRows = (inputs: readonly InputRows[]): boolean =>
  inputs.some(({ rows }) => rows.some((row) => row.every((cell) => cell.trim() === "")));
