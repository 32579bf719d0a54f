import type { Cell } from "./genome.ts";

/** Text as a genome meets it: a cell, or nothing where a column is missing or a reader gave up. */
export type MaybeText = string | null | undefined;

/** The text of a cell, `""` where there is none. Never trust the type: genomes run without theirs. */
export function asText(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? "" : String(cell);
}
