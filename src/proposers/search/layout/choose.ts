import type { Arena } from "../../../domain/arena.ts";
import type { InputRows, Rows } from "../../../domain/proposing.ts";
import { parseAmount, parseDate } from "../../../kit/index.ts";
import { shownShare } from "../align/align.ts";
import { likeness } from "../names.ts";
import { sampled } from "../order.ts";
import { columnsOf, isBlankRow, type Row } from "../rows.ts";
import { loose } from "../typed.ts";
import { applied, headerRow, type Layout, plainLayout, withStep } from "./layout.ts";
import { explode, fillDown, givenRows, unpivot } from "./steps.ts";

const deepest = 3;
const mostRows = 2500;
const mostGold = 250;
/** A step must bring so much more of the gold to light. */
const leastGain = 0.03;
/** Where nearly all of the gold stands in the rows as they are, no other layout is looked for. */
const goodFit = 0.985;

/** The layout under which the input's rows show most of the gold's cells. */
export const chooseLayout = (inputs: readonly InputRows[], gold: Rows, arena: Arena): Layout => {
  const some = inputs.map((input) => ({ ...input, rows: input.rows.slice(0, mostRows) }));
  const few = sampled(gold, mostGold);
  const fitOf = (layout: Layout): number =>
    shownShare(rowsOf(layout, some), few, arena.master.columns) - costOf(layout);
  const start = hasBlankRows(inputs) ? withStep(plainLayout, givenRows) : plainLayout;
  let best = start;
  let reached = fitOf(start);
  for (let depth = 0; depth < deepest && reached < goodFit; depth++) {
    let next = best;
    let most = reached + leastGain;
    for (const layout of grown(best, some, few, arena)) {
      const found = fitOf(layout);
      if (found > most) [next, most] = [layout, found];
    }
    if (next === best) break;
    [best, reached] = [next, most];
  }
  return best;
};

/** Of two that show the same the shorter one. */
const costOf = ({ steps }: Layout): number =>
  steps.reduce((sum, { code }) => sum + code.length / 100_000, 0);

const rowsOf = (layout: Layout, inputs: readonly InputRows[]): Row[] =>
  inputs.flatMap((input) => applied(layout, input));

const hasBlankRows = (inputs: readonly InputRows[]): boolean =>
  inputs.some(({ rows }) => rows.some((row) => row.every((cell) => cell.trim() === "")));

/** The layout with one more step. */
const grown = (
  layout: Layout,
  inputs: readonly InputRows[],
  gold: Rows,
  arena: Arena,
): Layout[] => {
  const rows = rowsOf(layout, inputs).filter((row) => !isBlankRow(row));
  const has = (name: string) => layout.steps.some((step) => step.name === name);
  return [
    ...(layout.headed || layout.steps.length > 1 ? [] : headers(inputs, layout)),
    ...(has("filledDown") ? [] : fillings(rows).map((step) => withStep(layout, step))),
    ...(has("unpivoted") ? [] : unpivots(rows, gold, arena).map((step) => withStep(layout, step))),
    ...(has("parted") ? [] : explosions(rows, gold).map((step) => withStep(layout, step))),
  ];
};

/** The names may stand a few rows further down. */
const headers = (inputs: readonly InputRows[], layout: Layout): Layout[] =>
  (inputs[0]?.rows.slice(0, 8) ?? []).flatMap((cells) => {
    const names = cells.filter((cell) => cell.trim() !== "");
    const isHeader = names.length >= 2 && new Set(names).size === names.length;
    const [mark] = names;
    const isEverywhere = inputs.every(({ rows }) =>
      rows.slice(0, 20).some((row) => row.includes(mark ?? "")),
    );
    const areNames = names.every((name) => parseAmount(name) === null && parseDate(name) === null);
    return mark !== undefined && isHeader && areNames && isEverywhere
      ? [{ ...layout, headed: headerRow(mark) }]
      : [];
  });

/** Columns with gaps, all together and without each. */
const fillings = (rows: readonly Row[]) => {
  const gaps = columnsOf(rows).filter((column) => {
    const blank = rows.filter(({ cells }) => (cells[column] ?? "").trim() === "").length;
    return blank * 10 > rows.length && blank < rows.length;
  });
  const sets = [gaps, ...gaps.map((column) => [column]), ...prefixes(gaps)];
  return sets.filter(({ length }) => length > 0).map(fillDown);
};

const prefixes = (columns: readonly string[]): string[][] =>
  columns.slice(2).map((_, at) => columns.slice(0, at + 2));

/** Columns whose names are what the gold has in a column, or that all hold numbers. */
const unpivots = (rows: readonly Row[], gold: Rows, { master }: Arena) => {
  const columns = columnsOf(rows);
  const known = master.columns.map((_, at) => new Set(gold.map((cells) => loose(cells[at] ?? ""))));
  return master.columns.flatMap((named, at) => {
    const inGold = columns.filter((column) => known[at]?.has(loose(column)));
    const numeric = columns.filter((column) => isNumeric(column, rows) && /\d/.test(column));
    return [inGold, numeric]
      .filter(({ length }) => length >= 3)
      .flatMap((melted) => {
        const stays = columns.filter((column) => !melted.includes(column));
        const value = valueName(
          master.columns.map(({ name }) => name),
          named.name,
          stays,
        );
        return stays.includes(named.name) || value === null
          ? []
          : [unpivot(stays, named.name, value)];
      });
  });
};

/** The gold column that no column which stays is like. */
const valueName = (
  gold: readonly string[],
  named: string,
  stays: readonly string[],
): string | null => {
  const free = gold.filter(
    (name) => name !== named && !stays.some((stay) => likeness(name, stay) > 0.5),
  );
  return free.at(-1) ?? null;
};

const isNumeric = (column: string, rows: readonly Row[]): boolean => {
  const given = rows.map(({ cells }) => (cells[column] ?? "").trim()).filter((cell) => cell !== "");
  const numbers = given.filter((cell) => parseAmount(cell) !== null);
  return numbers.length * 2 >= given.length && numbers.length > 0;
};

/** Columns that list several of the gold's cells. */
const explosions = (rows: readonly Row[], gold: Rows) => {
  const known = new Set(gold.flatMap((cells) => cells.map(loose)));
  return columnsOf(rows).flatMap((column) =>
    [";", "|", ",", "/", " + ", " & "].flatMap((mark) => {
      const listed = rows.filter(({ cells }) => (cells[column] ?? "").includes(mark));
      const parts = listed.flatMap(({ cells }) => (cells[column] ?? "").split(mark));
      const found = parts.filter((part) => known.has(loose(part)));
      return listed.length * 20 > rows.length && found.length * 2 > parts.length
        ? [explode(column, mark)]
        : [];
    }),
  );
};
