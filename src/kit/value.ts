import type { Cell } from "./genome.ts";

/** Text as a genome meets it: a cell, or nothing where a column is missing or a reader gave up. */
export type MaybeText = string | null | undefined;

/** The text of a cell, `""` where there is none. Never trust the type: genomes run without theirs. */
export function asText(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? "" : String(cell);
}

/** A pattern that finds any of the texts, the longest first; `null` for none. */
export function anyOf(texts: readonly string[]): RegExp | null {
  const given = texts.map(asText).filter((text) => text !== "");
  if (given.length === 0) return null;
  const longestFirst = given.sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(escaped).join("|"), "g");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
