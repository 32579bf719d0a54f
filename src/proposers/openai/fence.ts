import { sha256 } from "../../domain/digest.ts";
import { visible } from "../../domain/visible.ts";

const longestCell = 240;
const longestLine = 1_500;

/**
 * A row or a record as one line of JSON, in which nothing is hidden. A cell cannot leave its
 * quotes, and a line break in it is not one here.
 */
export const dataLine = (value: unknown): string =>
  visible(
    JSON.stringify(value, (_, part) => (typeof part === "string" ? cut(part) : part)),
    longestLine,
  );

const cut = (cell: string): string =>
  cell.length <= longestCell ? cell : `${cell.slice(0, longestCell - 1)}…`;

/** A program's text with its lines and tabs, and everything else that hides made visible. */
export const programLines = (text: string): string =>
  text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split("\t").map(shown).join("\t"))
    .join("\n");

const shown = (part: string): string => visible(part, Number.POSITIVE_INFINITY);

/** Puts data between marks. */
export type Fence = (name: string, data: string) => string;

/** Marks that nobody can write into the data: they hold a digest of the data itself. */
export const fenceFor = (data: readonly string[]): Fence => {
  const mark = `data-${sha256(JSON.stringify(data)).slice(0, 16)}`;
  return (name, content) => `<${mark} of="${name}">\n${content}\n</${mark}>`;
};
