import { folded } from "../../../cells/written-values.ts";
import type { InputRows } from "../../../domain/proposing.ts";
import { isBlank, parseAmount } from "../../../kit/index.ts";
import type { Fit } from "./fit.ts";
import type { HeaderRow } from "./layout.ts";
import { headerWith, noHeader } from "./steps.ts";

const mostTries = 8;

/** Where the names of the columns may stand, if not in the first row. */
export const headers = (inputs: readonly InputRows[], fit: Fit): HeaderRow[] => {
  const [first] = inputs;
  if (!first) return [];
  const top = [first.header, ...first.rows.slice(0, mostTries)];
  const found = top.flatMap((cells, at) => {
    const names = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
    if (names.length < 2 || cells.length > 500) return [];
    if (!isHead(cells, top.slice(1, at), first.rows.slice(at, at + mostTries))) return [];
    const mark = cells.find(
      (cell) => cell.trim() !== "" && !top.slice(0, at).some((above) => above.includes(cell)),
    );
    if (mark === undefined || !inputs.every((input) => hasOnTop(input, mark))) return [];
    const isOne = new Set(names).size === names.length;
    return [
      ...(isOne && at > 0 ? [headerWith(mark, 1)] : []),
      ...(isUpper(cells, top[at + 1]) ? [headerWith(mark, 2)] : []),
    ];
  });
  const isData = first.header.filter((name) => fit.gold.of(name).keys.length > 0).length;
  return [...found, ...(isData * 2 >= first.header.length ? [noHeader] : [])];
};

/** Names are the first full row, or differ in kind from what is below them. */
const isHead = (
  cells: readonly string[],
  above: readonly (readonly string[])[],
  below: readonly (readonly string[])[],
): boolean => {
  const filled = countFilled(cells);
  if (above.some((row) => countFilled(row) >= filled)) return false;
  const numbers = cells.filter(isNumber).length;
  if (numbers === 0 || cells.some(isBlank)) return true;
  return cells.some((cell, at) => {
    const under = below.flatMap((row) => (isBlank(row[at]) ? [] : (row[at] ?? [])));
    const same = under.filter((other) => isNumber(other) === isNumber(cell)).length;
    return same * 2 < under.length;
  });
};

/** Names of groups, each above several columns, and the next row has a name for each. */
const isUpper = (cells: readonly string[], next: readonly string[] | undefined): boolean => {
  const groups = cells.filter((cell) => !isBlank(cell));
  const isSpread = cells.some(isBlank) || new Set(groups).size < groups.length;
  return isSpread && next !== undefined && countFilled(next) > new Set(groups).size;
};

const countFilled = (cells: readonly string[]): number =>
  cells.filter((cell) => !isBlank(cell)).length;

const isNumber = (cell: string): boolean => parseAmount(cell) !== null;

const hasOnTop = ({ header, rows }: InputRows, mark: string): boolean =>
  header.includes(mark) || rows.slice(0, 20).some((row) => row.includes(mark));

/**
 * Which columns to rename, and how, so that files which only differ in case, blanks, accents and
 * marks of a name have one column of it. Names that stand in one file together mean two things.
 */
export const oneNameFor = (
  inputs: readonly InputRows[],
  goldColumns: readonly string[],
): Readonly<Record<string, string>> | null => {
  const spellings = new Map<string, string[]>();
  for (const { header } of inputs)
    for (const name of new Set(header)) {
      const known = spellings.get(folded(name)) ?? [];
      if (name.trim() !== "" && !known.includes(name))
        spellings.set(folded(name), [...known, name]);
    }
  const renamed = [...spellings.values()].flatMap((names) => {
    const areApart = inputs.every(
      ({ header }) => names.filter((name) => header.includes(name)).length <= 1,
    );
    if (names.length < 2 || !areApart) return [];
    const wanted = names.find((name) => goldColumns.includes(name)) ?? names[0] ?? "";
    return names.filter((name) => name !== wanted).map((name) => [name, wanted] as const);
  });
  return renamed.length === 0 ? null : Object.fromEntries(renamed);
};
