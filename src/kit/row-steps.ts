import { isBlank } from "./missing.ts";

/** A row by column name. */
export type LaidRow = Record<string, string>;

/** One change of how rows lie in a file: takes a row at a time, and gives none, one or several. */
export interface RowStep {
  take(row: LaidRow): Iterable<LaidRow>;
  /** What was held until the last row was seen. */
  end(): Iterable<LaidRow>;
}

const nothing: readonly LaidRow[] = [];

const eachRow = (take: RowStep["take"]): RowStep => ({ take, end: () => nothing });

const cellOf = (row: LaidRow, column: string): string =>
  Object.hasOwn(row, column) ? (row[column] ?? "") : "";

const isFilled = (cell: string): boolean => !isBlank(cell);

export const keeping = (test: (row: LaidRow) => boolean): RowStep =>
  eachRow((row) => (test(row) ? [row] : nothing));

export const hasCells = (row: LaidRow): boolean => Object.values(row).some(isFilled);

export const adding = (name: string, cell: string): RowStep =>
  eachRow((row) => [{ ...row, [name]: cell }]);

/** A name that the row has already keeps its own cell where that says something. */
export const renaming = (names: Readonly<Record<string, string>>): RowStep => {
  const known = new Map(Object.entries(names));
  return eachRow((row) => {
    const renamed: LaidRow = {};
    for (const [column, cell] of Object.entries(row)) {
      const name = known.get(column) ?? column;
      const own = cellOf(row, name);
      if (!isFilled(cellOf(renamed, name))) renamed[name] = isFilled(own) ? own : cell;
    }
    return [renamed];
  });
};

export const fillingDown = (columns: readonly string[]): RowStep => {
  const above = new Map<string, string>();
  return eachRow((row) => {
    const filled: [string, string][] = [];
    for (const column of columns) {
      const cell = cellOf(row, column);
      if (isFilled(cell)) above.set(column, cell);
      else filled.push([column, above.get(column) ?? cell]);
    }
    return [filled.length === 0 ? row : { ...row, ...Object.fromEntries(filled) }];
  });
};

export const titling = (from: string, to: string, isTitle: (row: LaidRow) => boolean): RowStep => {
  let title = "";
  return eachRow((row) => {
    if (!isTitle(row)) return [{ ...row, [to]: title }];
    title = cellOf(row, from);
    return nothing;
  });
};

/** Whether the row has a cell in this column and in no other. */
export const standsAlone = (row: LaidRow, column: string): boolean =>
  isFilled(cellOf(row, column)) &&
  Object.entries(row).every(([name, cell]) => name === column || isBlank(cell));

/** Columns by their names, or all but some. */
export type UnpivotColumns =
  | { readonly columns: readonly string[] }
  | { readonly keep: readonly string[] };

export interface UnpivotNames {
  readonly name: string;
  readonly value: string;
  /** Whether cells with nothing in them get no row. */
  readonly skipBlank?: boolean;
}

export const unpivoting = (
  choice: UnpivotColumns,
  { name, value, skipBlank = false }: UnpivotNames,
): RowStep => {
  const listed = new Set("keep" in choice ? choice.keep : choice.columns);
  const keeps = "keep" in choice;
  return eachRow((row) => {
    const cells = Object.entries(row);
    const stays = Object.fromEntries(cells.filter(([column]) => listed.has(column) === keeps));
    return cells
      .filter(([column, cell]) => listed.has(column) !== keeps && !(skipBlank && isBlank(cell)))
      .map(([column, cell]) => ({ ...stays, [name]: column, [value]: cell }));
  });
};

export interface GroupNames {
  /** The column that gets the name of the group. */
  readonly name: string;
  /** The columns that get its cells. */
  readonly values: readonly string[];
}

export const unpivotingGroups = (
  groups: Readonly<Record<string, readonly string[]>>,
  { name, values }: GroupNames,
): RowStep => {
  const all = new Set(Object.values(groups).flat());
  return eachRow((row) => {
    const stays = Object.fromEntries(Object.entries(row).filter(([column]) => !all.has(column)));
    return Object.entries(groups).flatMap(([group, columns]) => {
      const cells = columns.map((column) => cellOf(row, column));
      if (cells.every(isBlank)) return [];
      const named = values.map((value, at) => [value, cells[at] ?? ""]);
      return [{ ...stays, [name]: group, ...Object.fromEntries(named) }];
    });
  });
};

export interface PivotOptions {
  /** The column whose cells become names of columns. */
  readonly name: string;
  /** The column, or columns, whose cells go there. */
  readonly value: string;
  /** Rows that agree in these become one; without any, a name that comes again begins a row. */
  readonly by: readonly string[];
  /** Whether the names come first, as a row of their own. */
  readonly namesRow?: boolean;
}

export const pivoting = ({ name, value, by, namesRow = false }: PivotOptions): RowStep => {
  const open = new Map<string, Map<string, string>>();
  const made: Map<string, string>[] = [];
  const names = new Map<string, string>();
  return {
    take(row) {
      const cell = cellOf(row, value);
      const column = cellOf(row, name).trim();
      if (column === "" || isBlank(cell)) return nothing;
      const key = JSON.stringify(by.map((other) => cellOf(row, other)));
      const known = open.get(key);
      names.set(column, column);
      if (known && !known.has(column)) {
        known.set(column, cell);
        return nothing;
      }
      const begun = new Map(by.map((other) => [other, cellOf(row, other)]));
      begun.set(column, cell);
      open.set(key, begun);
      made.push(begun);
      return nothing;
    },
    end: () => (namesRow ? [names, ...made] : made).map((cells) => Object.fromEntries(cells)),
  };
};

export interface JoinOptions {
  /** So many rows each time become one; without it all that follow each other and agree in `by`. */
  readonly every?: number;
  readonly by?: readonly string[];
  /** Cells with nothing in them leave no gap; the columns are then called "1", "2" and so on. */
  readonly skipBlank?: boolean;
}

export const joining = ({ every, by = [], skipBlank = false }: JoinOptions): RowStep => {
  let group: LaidRow[] = [];
  let key = "";
  const closed = (): LaidRow[] => {
    const rows = group;
    group = [];
    if (rows.length === 0) return [];
    return [skipBlank ? packed(rows, by) : sideBySide(rows, by)];
  };
  return {
    take(row) {
      const own = JSON.stringify(by.map((column) => cellOf(row, column)));
      const isNext = group.length > 0 && (own !== key || group.length === every);
      const before = isNext ? closed() : [];
      key = own;
      group.push(row);
      return before;
    },
    end: closed,
  };
};

/** The second row's cells are called as the first one's with a 2 behind, and so on. */
const sideBySide = (rows: readonly LaidRow[], by: readonly string[]): LaidRow =>
  Object.fromEntries(
    rows.flatMap((row, at) =>
      Object.entries(row)
        .filter(([column]) => at === 0 || !by.includes(column))
        .map(([column, cell]) => [at === 0 ? column : `${column} ${at + 1}`, cell]),
    ),
  );

const packed = (rows: readonly LaidRow[], by: readonly string[]): LaidRow => {
  const [first = {}] = rows;
  const cells = rows.flatMap((row) =>
    Object.entries(row).flatMap(([column, cell]) =>
      by.includes(column) || isBlank(cell) ? [] : [cell],
    ),
  );
  return Object.fromEntries([
    ...by.map((column) => [column, cellOf(first, column)]),
    ...cells.map((cell, at) => [`${at + 1}`, cell]),
  ]);
};

const partsOf = (cell: string, separator: string): string[] =>
  separator === "" ? [cell] : cell.split(separator);

export const exploding = (column: string, separator: string): RowStep =>
  eachRow((row) => {
    const parts = partsOf(cellOf(row, column), separator);
    if (parts.length === 1) return [row];
    const filled = parts.filter(isFilled);
    return filled.map((part) => ({ ...row, [column]: part }));
  });

export const splitting = (column: string, separator: string): RowStep =>
  eachRow((row) => {
    const parts = partsOf(cellOf(row, column), separator).filter(isFilled);
    return [
      { ...row, ...Object.fromEntries(parts.map((part, at) => [`${column} ${at + 1}`, part])) },
    ];
  });

export const transposing = (names: string | null): RowStep => {
  const rows: LaidRow[] = [];
  return {
    take(row) {
      rows.push(row);
      return nothing;
    },
    *end() {
      const columns = new Set(rows.flatMap((row) => Object.keys(row)));
      const heads = rows.map((row, at) => (names === null ? `${at + 1}` : cellOf(row, names)));
      for (const column of columns)
        if (column !== names)
          yield Object.fromEntries([
            ["name", column],
            ...rows.map((row, at) => [heads[at] || `${at + 1}`, cellOf(row, column)]),
          ]);
    },
  };
};

/** Turns rows of cells into rows by name, the names standing in a row of their own. */
export interface HeaderStep {
  take(cells: readonly string[]): LaidRow | null;
}

/** The rows below the one with `mark` in it, whose cells are the names; `lines` of them, if more. */
export const belowMark = (mark: string, lines = 1): HeaderStep => {
  let heads: (readonly string[])[] = [];
  let names: string[] | null = null;
  let own = "";
  return {
    take(cells) {
      if (names) {
        const text = JSON.stringify(cells);
        return text === own ? null : named(names, cells);
      }
      if (heads.length === 0 && !cells.includes(mark)) return null;
      heads.push(cells);
      if (heads.length < lines) return null;
      names = columnNames(heads);
      own = JSON.stringify(cells);
      heads = [];
      return null;
    },
  };
};

/** Every row is data; the columns are called "c1", "c2" and so on. */
export const nameless = (): HeaderStep => ({
  take: (cells) => named([], cells),
});

const named = (names: readonly string[], cells: readonly string[]): LaidRow =>
  Object.fromEntries(
    Array.from({ length: Math.max(names.length, cells.length) }, (_, at) => [
      names[at] ?? `c${at + 1}`,
      cells[at] ?? "",
    ]),
  );

/** One name a column: an upper line's cell holds for the blank ones right of it. */
const columnNames = (lines: readonly (readonly string[])[]): string[] => {
  const width = Math.max(...lines.map(({ length }) => length));
  const spread = lines.map((cells, line) => {
    let left = "";
    return Array.from({ length: width }, (_, at) => {
      const cell = (cells[at] ?? "").trim();
      if (cell !== "" || line === lines.length - 1) left = cell;
      return left;
    });
  });
  const used = new Set<string>();
  return Array.from({ length: width }, (_, at) => {
    const words = spread.map((cells) => cells[at] ?? "").filter((word) => word !== "");
    const name = words.join(" ") || `c${at + 1}`;
    const free = used.has(name) ? `${name} ${at + 1}` : name;
    used.add(free);
    return free;
  });
};
