import { isBlank } from "../../../kit/index.ts";
import { standsAlone } from "../../../kit/row-steps.ts";
import { counted } from "../order.ts";
import type { LayoutStep } from "./layout.ts";
import { exploded, splitUp } from "./reshape-steps.ts";
import { reshapes } from "./reshapes.ts";
import {
  endsWith,
  fillingColumns,
  hasCell,
  isNoNumber,
  keepOnlyRows,
  lacksWord,
  type RowTest,
  withTitles,
} from "./steps.ts";
import { type ColumnView, freeName, type View } from "./view.ts";

/** The steps that the rows give reason to try, the plainest first. */
export const candidates = (view: View, mayReshape: boolean): LayoutStep[] => [
  ...fillings(view),
  ...titles(view),
  ...explosions(view),
  ...(mayReshape ? [...splits(view), ...reshapes(view)] : []),
  ...keeps(view),
];

/** Columns with gaps, all together and without each. */
const fillings = ({ columns, rows }: View): LayoutStep[] => {
  const gaps = columns
    .filter(({ blank, filled }) => blank * 10 > rows.length && filled > 0)
    .map(({ name }) => name);
  if (gaps.length > 40) return [];
  const sets = [...gaps.slice(0, 8).map((column) => [column]), ...prefixes(gaps), gaps];
  const isNew = (set: readonly string[], at: number) =>
    sets.findIndex((other) => other.join("\n") === set.join("\n")) === at;
  return sets.filter((set, at) => set.length > 0 && isNew(set, at)).map(fillingColumns);
};

const prefixes = (columns: readonly string[]): string[][] =>
  columns.slice(2, 8).map((_, at) => columns.slice(0, at + 2));

/** Rows that may be the title of those below. */
const titles = ({ columns, rows }: View): LayoutStep[] => {
  const names = columns.map(({ name }) => name);
  const to = freeName("section", names);
  return columns.slice(0, 3).flatMap((column, at) => {
    const { name } = column;
    const count = rows.filter((row) => standsAlone(row, name)).length;
    // Below a first column that has its own cells, one cell alone is more often the rest of a row.
    const isTitle = count > 0 && count * (at === 0 ? 2 : 5) <= rows.length;
    const alone = columns.length > 1 && isTitle ? [withTitles(name, to, null)] : [];
    // With other columns beside it, a title has nothing in them.
    const tests = columns.length === 1 ? titleTests(column, rows) : [];
    return [...alone, ...tests.map((test) => withTitles(name, to, test))];
  });
};

const isSome = (count: number, rows: number): boolean => count > 0 && count * 2 <= rows;

const titleTests = ({ name, numbers, distinct }: ColumnView, rows: View["rows"]): RowTest[] => {
  const tests = [
    ...(numbers > 0.3 && numbers < 1 ? [isNoNumber(name)] : []),
    ...([...distinct].some((cell) => cell.trim().endsWith(":")) ? [endsWith(name, ":")] : []),
  ];
  return tests.filter(({ holds }) => isSome(rows.filter(holds).length, rows.length));
};

/** Rows that have an answer have this, others do not; only where none must be accounted for. */
const keeps = ({ columns, rows, paired, arena }: View): LayoutStep[] => {
  if (arena.failures || paired.size === 0) return [];
  const wanted = rows.filter((_, at) => paired.has(at));
  const spare = rows.filter((_, at) => !paired.has(at));
  const tests = columns.slice(0, 60).flatMap(({ name, blank }) => [
    ...(blank > 0 ? [hasCell(name)] : []),
    ...recurring(
      name,
      spare.map((row) => row[name] ?? ""),
    ).map((word) => lacksWord(name, word)),
  ]);
  return tests
    .filter(({ holds }) => wanted.every(holds) && !spare.every(holds))
    .map((test) => ({ test, kept: spare.filter(test.holds).length }))
    .sort((a, b) => a.kept - b.kept)
    .slice(0, 4)
    .map(({ test }) => keepOnlyRows(test));
};

const recurring = (column: string, cells: readonly string[]): string[] => {
  const words = cells.flatMap((cell) => [
    ...new Set(cell.slice(0, 200).match(/\p{Lu}[\p{L}]{2,}/gu)),
  ]);
  return column === ""
    ? []
    : counted(words)
        .filter(([, times]) => times >= 2)
        .slice(0, 3)
        .map(([word]) => word);
};

const mostCells = 150;
const longest = 600;
const mostMarks = 8;

/** Columns whose cells list several things that one column of the gold has one by one. */
const explosions = (view: View): LayoutStep[] =>
  view.columns.slice(0, 200).flatMap((column) =>
    marksIn(column)
      .filter((mark) => isListed(column, mark, view))
      .map((mark) => exploded(column.name, mark)),
  );

/** Columns whose cells have parts that the gold has by themselves. */
const splits = (view: View): LayoutStep[] =>
  view.columns.slice(0, 60).flatMap((column) =>
    marksIn(column)
      .filter((mark) => isParted(column, mark, view))
      .map((mark) => splitUp(column.name, mark)),
  );

const someOf = ({ distinct }: ColumnView): string[] =>
  [...distinct].slice(0, mostCells).map((cell) => cell.slice(0, longest));

/** What stands between letters and figures, most often first. */
const marksIn = (column: ColumnView): string[] => {
  const marks = someOf(column).flatMap((cell) => {
    const runs = cell.match(/[^\p{L}\p{N}]+/gu) ?? [];
    return [...new Set(runs.flatMap((run) => [run, run.trim(), ...run]))];
  });
  return counted(marks)
    .filter(([mark]) => mark !== "" && mark.length <= 3 && !isQuote(mark))
    .slice(0, mostMarks)
    .map(([mark]) => mark);
};

const isQuote = (mark: string): boolean => /^["'“”‘’()[\]]+$/.test(mark);

const partsOf = (cell: string, mark: string): string[] =>
  cell
    .split(mark)
    .filter((part) => !isBlank(part))
    .slice(0, 40);

/** Where half of the gold is hidden, two parts of a list are both seen one time in four. */
const leastListed = 0.15;

const isListed = (column: ColumnView, mark: string, { fit, gold }: View): boolean => {
  const listed = someOf(column)
    .map((cell) => partsOf(cell, mark))
    .filter(({ length }) => length >= 2);
  if (listed.length === 0 || listed.length * 20 < column.distinct.size) return false;
  const known = listed.map((parts) => parts.map((part) => fit.gold.of(part).keys));
  return gold.some(({ keys }) => {
    const several = known.filter(
      (parts) => parts.filter((own) => own.some((key) => keys.has(key))).length >= 2,
    );
    return several.length >= Math.max(1, leastListed * listed.length);
  });
};

const isParted = (column: ColumnView, mark: string, { fit }: View): boolean => {
  const listed = someOf(column).filter((cell) => cell.includes(mark));
  if (listed.length * 20 < column.distinct.size) return false;
  const parts = new Set(listed.flatMap((cell) => partsOf(cell, mark)));
  const found = [...parts].filter((part) => fit.gold.of(part).keys.length > 0).length;
  const whole = listed.filter((cell) => fit.gold.of(cell).keys.length > 0).length;
  return parts.size > 1 && found * 4 >= parts.size && whole * 2 < listed.length;
};
