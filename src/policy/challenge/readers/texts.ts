import { type CellReader, type Cells, type Example, fewestDonors } from "./example.ts";

type Reader = (cell: string) => string;

const asIs: Reader = (cell) => cell;
const trimmed: Reader = (cell) => cell.trim();
const collapsed: Reader = (cell) => cell.trim().replace(/\s+/g, " ");
const worded: Reader = (cell) => (cell.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(" ");
const lower = (cell: string): string => cell.toLowerCase();
const upper = (cell: string): string => cell.toUpperCase();
const capital = (cell: string): string =>
  lower(cell).replace(/(?<![\p{L}\p{M}\p{N}'’])\p{L}/gu, upper);

/** What a program may do with a text. Two that explain all that is known may yet differ elsewhere. */
const readers: readonly Reader[] = [asIs, trimmed, collapsed, worded].flatMap((read) => [
  read,
  (cell) => lower(read(cell)),
  (cell) => upper(read(cell)),
  (cell) => capital(read(cell)),
]);

/**
 * Reads as every program reads that explains the examples: sure is only what all of them say. A
 * reader that fails on one example fewer than another is still in the running.
 */
export const textReader = (
  column: string,
  gold: number,
  examples: readonly Example[],
): CellReader => {
  const scored = readers.map((read) => ({
    read,
    right: examples.filter(({ cells, answer }) => `t${read(cells[column] ?? "")}` === answer[gold])
      .length,
  }));
  const most = Math.max(...scored.map(({ right }) => right));
  const voters = scored.filter(({ right }) => right > most - fewestDonors);
  return {
    read: (cells: Cells) => {
      const [first, ...others] = new Set(voters.map(({ read }) => read(cells[column] ?? "")));
      return first === undefined || others.length > 0 ? null : `t${first}`;
    },
  };
};
