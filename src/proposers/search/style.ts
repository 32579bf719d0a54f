import { blankCell } from "./typed.ts";

/**
 * What all gold cells of a column have in common. A program that gives something else for the
 * rows whose answer is not known is less likely to be the right one.
 */
export const styleOf = (gold: readonly string[]): ((typedCell: string) => boolean) => {
  const cells = gold.filter((cell) => cell !== blankCell);
  const distinct = new Set(cells);
  const rules = styles.filter((holds) => cells.every(holds));
  const isClosed = distinct.size * 4 <= cells.length;
  return (cell) =>
    cell === blankCell ||
    (rules.every((holds) => holds(cell)) && (!isClosed || distinct.has(cell)));
};

const styles: readonly ((cell: string) => boolean)[] = [
  (cell) => cell.slice(1).trim() === cell.slice(1),
  (cell) => !/\s\s/.test(cell),
  (cell) => cell.slice(1) === cell.slice(1).toLowerCase(),
  (cell) => cell.slice(1) === cell.slice(1).toUpperCase(),
  (cell) => !/\d/.test(cell),
  (cell) => !/\p{L}/u.test(cell.slice(1)),
  (cell) => !/[^\p{L}\p{N}\s]/u.test(cell.slice(1)),
  (cell) => !/\p{Extended_Pictographic}/u.test(cell.replace(/[\d#*]/g, "")),
  (cell) => cell.startsWith("n"),
  (cell) => cell.startsWith("d"),
];
