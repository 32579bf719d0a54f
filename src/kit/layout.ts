import {
  adding,
  belowMark,
  exploding,
  fillingDown,
  type GroupNames,
  type HeaderStep,
  hasCells,
  type JoinOptions,
  joining,
  keeping,
  type LaidRow,
  nameless,
  type PivotOptions,
  pivoting,
  type RowStep,
  renaming,
  splitting,
  standsAlone,
  titling,
  transposing,
  type UnpivotColumns,
  type UnpivotNames,
  unpivoting,
  unpivotingGroups,
} from "./row-steps.ts";

type Some<T> = Iterable<T> | AsyncIterable<T>;
type Rows = AsyncGenerator<LaidRow, void, undefined>;

/**
 * The rows without those that have nothing in them.
 *
 * @example skipBlankRows([{ a: "1" }, { a: " " }]) // [{ a: "1" }]
 */
export function skipBlankRows(rows: Some<LaidRow>): Rows {
  return through(rows, keeping(hasCells));
}

/**
 * The rows for which the test holds.
 *
 * @example keepRows([{ a: "1" }, { a: "Total" }], (row) => row.a !== "Total") // [{ a: "1" }]
 */
export function keepRows(rows: Some<LaidRow>, test: (row: LaidRow) => boolean): Rows {
  return through(rows, keeping(test));
}

/**
 * The rows with other names for some columns, for files that call one thing differently.
 *
 * @example renameColumns([{ "Order No": "7" }], { "Order No": "order_no" }) // [{ order_no: "7" }]
 */
export function renameColumns(rows: Some<LaidRow>, names: Readonly<Record<string, string>>): Rows {
  return through(rows, renaming(names));
}

/**
 * The rows with one more column that says the same in all of them, such as the file's name.
 *
 * @example withColumn([{ a: "1" }], "file", "may.csv") // [{ a: "1", file: "may.csv" }]
 */
export function withColumn(rows: Some<LaidRow>, name: string, cell: string): Rows {
  return through(rows, adding(name, cell));
}

/**
 * Blank cells of these columns get what stands above them.
 *
 * @example fillDown([{ a: "x", b: "1" }, { a: "", b: "2" }], ["a"]) // [{ a: "x", b: "1" }, { a: "x", b: "2" }]
 */
export function fillDown(rows: Some<LaidRow>, columns: readonly string[]): Rows {
  return through(rows, fillingDown(columns));
}

/**
 * Rows that are the title of those below them go, and their cell in `from` becomes the column
 * `to`. A title is a row with nothing but that cell, or one for which the test holds.
 *
 * @example sectionTitles([{ a: "North", b: "" }, { a: "x", b: "1" }], "a", "region") // [{ a: "x", b: "1", region: "North" }]
 */
export function sectionTitles(
  rows: Some<LaidRow>,
  from: string,
  to: string,
  isTitle: (row: LaidRow) => boolean = (row) => standsAlone(row, from),
): Rows {
  return through(rows, titling(from, to, isTitle));
}

/**
 * Wide to long: each of these columns (or each but those to `keep`) becomes a row, with the
 * column's name in `name` and its cell in `value`.
 *
 * @example unpivot([{ id: "7", x: "1", y: "2" }], { keep: ["id"] }, { name: "axis", value: "at" }) // [{ id: "7", axis: "x", at: "1" }, { id: "7", axis: "y", at: "2" }]
 */
export function unpivot(rows: Some<LaidRow>, choice: UnpivotColumns, names: UnpivotNames): Rows {
  return through(rows, unpivoting(choice, names));
}

/**
 * Wide to long where several columns belong together: each group of columns becomes a row, if
 * there is anything in it.
 *
 * @example unpivotGroups([{ id: "7", x1: "1", y1: "2" }], { 1: ["x1", "y1"] }, { name: "point", values: ["x", "y"] }) // [{ id: "7", point: "1", x: "1", y: "2" }]
 */
export function unpivotGroups(
  rows: Some<LaidRow>,
  groups: Readonly<Record<string, readonly string[]>>,
  names: GroupNames,
): Rows {
  return through(rows, unpivotingGroups(groups, names));
}

/**
 * Long to wide: rows that agree in the columns `by` become one, in which each cell of `value` has
 * the name that stands beside it in `name`. A name that comes again begins a new row; rows without
 * a name or a value are passed over. All of it is held in memory.
 *
 * @example pivot([{ id: "7", k: "x", v: "1" }, { id: "7", k: "y", v: "2" }], { by: ["id"], name: "k", value: "v" }) // [{ id: "7", x: "1", y: "2" }]
 */
export function pivot(rows: Some<LaidRow>, options: PivotOptions): Rows {
  return through(rows, pivoting(options));
}

/**
 * Rows that follow each other become one, side by side: so many (`every`) each time, or all that
 * agree in the columns `by`. The second row's columns get a 2 behind their names, and so on.
 *
 * @example joinRows([{ a: "Ada" }, { a: "London" }], { every: 2 }) // [{ a: "Ada", "a 2": "London" }]
 * @example joinRows([{ a: "x", b: "1" }, { a: "x", b: "2" }], { by: ["a"] }) // [{ a: "x", b: "1", "b 2": "2" }]
 */
export function joinRows(rows: Some<LaidRow>, options: JoinOptions): Rows {
  return through(rows, joining(options));
}

/**
 * A row for each part of a cell that lists several things.
 *
 * @example explode([{ a: "x", b: "1;2" }], "b", ";") // [{ a: "x", b: "1" }, { a: "x", b: "2" }]
 */
export function explode(rows: Some<LaidRow>, column: string, separator: string): Rows {
  return through(rows, exploding(column, separator));
}

/**
 * A column for each part of a cell: "a 1", "a 2" and so on, beside the column itself.
 *
 * @example splitColumn([{ a: "1;2" }], "a", ";") // [{ a: "1;2", "a 1": "1", "a 2": "2" }]
 */
export function splitColumn(rows: Some<LaidRow>, column: string, separator: string): Rows {
  return through(rows, splitting(column, separator));
}

/**
 * Each column becomes a row, with the column's own name in `name`. Its cells are called by what
 * stands in the column `names` of their rows, else "1", "2" and so on. All of it is held in memory.
 *
 * @example transpose([{ field: "age", ada: "36" }], "field") // [{ name: "ada", age: "36" }]
 */
export function transpose(rows: Some<LaidRow>, names: string | null = null): Rows {
  return through(rows, transposing(names));
}

/**
 * The rows below the first one that has a cell `mark`, by the names that stand in it (in so many
 * `lines`, if the names take several). Rows that repeat the names are left out.
 *
 * @example belowHeader([["Report"], ["id", "sum"], ["7", "1"]], "sum") // [{ id: "7", sum: "1" }]
 */
export function belowHeader(rows: Some<readonly string[]>, mark: string, lines = 1): Rows {
  return byName(rows, belowMark(mark, lines));
}

/**
 * All rows of a file that has no row of names; the columns are called "c1", "c2" and so on.
 *
 * @example withoutHeader([["7", "1"]]) // [{ c1: "7", c2: "1" }]
 */
export function withoutHeader(rows: Some<readonly string[]>): Rows {
  return byName(rows, nameless());
}

async function* through(rows: Some<LaidRow>, step: RowStep): Rows {
  for await (const row of rows) yield* step.take(row);
  yield* step.end();
}

async function* byName(rows: Some<readonly string[]>, step: HeaderStep): Rows {
  for await (const cells of rows) {
    const row = step.take(cells);
    if (row) yield row;
  }
}
