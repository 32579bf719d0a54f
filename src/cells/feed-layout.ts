import type { Known, Told } from "../domain/feed-reading.ts";
import { lenientRowsOf } from "./csv-rows.ts";
import { decimalMarkIn } from "./decimal-mark.ts";
import { headerIn, type NumberedRow } from "./header-row.ts";

/** What is said already; the rest is found by looking. */
export interface SaidLayout {
  readonly delimiter: Known<string> | null;
  readonly quote: Known<string> | null;
  readonly header: Known<number> | null;
  readonly decimal: Known<"." | ","> | null;
}

export interface FeedLayout {
  readonly delimiter: Told<string>;
  readonly quote: Told<string>;
  readonly header: Told<number>;
  readonly decimal: Told<"." | "," | null>;
}

const candidates = [",", ";", "\t", "|"];
const names: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

export const delimiterName = (mark: string): string => names[mark] ?? JSON.stringify(mark);

/** How the first lines of a delimited text are laid out. The text ends at a line's end. */
export const layoutOf = (text: string, said: SaidLayout): FeedLayout => {
  const quote = said.quote ?? quoteIn(text, said.delimiter?.value);
  const rowsBy = onceForEach((mark) => numberedRows(text, { delimiter: mark, quote: quote.value }));
  const delimiter = said.delimiter ?? delimiterIn(text, rowsBy);
  const mark = "value" in delimiter ? delimiter.value : delimiter.either[0].value;
  const rows = rowsBy(mark);
  const header = said.header ?? headerIn(rows);
  const first = "value" in header ? header.value : header.either[0].value;
  const body = rows.filter(({ line }) => line > first).map(({ cells }) => cells);
  return { delimiter, quote, header, decimal: said.decimal ?? decimalMarkIn(body) };
};

/** Cells in single quotes on both sides, in a text without a double one. */
const quoteIn = (text: string, delimiter: string | undefined): Known<string> => {
  const usual = { value: '"', from: text.includes('"') ? "its cells" : "no cell that is quoted" };
  if (text.includes('"') || !text.includes("'")) return usual;
  const marks = delimiter === undefined ? ",;\t|" : delimiter.replace(/[\\\]^-]/, "\\$&");
  const quoted = text.match(new RegExp(`(?<=^|[${marks}])'[^'\\n]*'(?=[${marks}]|\\r?$)`, "gm"));
  const lines = text.split("\n").length - 1;
  return (quoted?.length ?? 0) >= Math.max(2, lines / 2)
    ? { value: "'", from: `${quoted?.length} cells in single quotes` }
    : usual;
};

interface Fit {
  readonly delimiter: string;
  readonly width: number;
  /** The share of rows under the header that have as many cells as it has. */
  readonly share: number;
  readonly rows: number;
  /** Whether lines above its header would be titles. */
  readonly skipsTitles: boolean;
}

type RowsBy = (delimiter: string) => NumberedRow[];

const delimiterIn = (text: string, rowsBy: RowsBy): Exclude<Told<string>, null> => {
  const fits = candidates
    .filter((delimiter) => text.includes(delimiter))
    .map((delimiter) => fitOf(delimiter, rowsBy(delimiter)))
    .filter(({ width }) => width >= 2)
    .sort(
      (a, b) =>
        b.share - a.share || Number(a.skipsTitles) - Number(b.skipsTitles) || b.width - a.width,
    );
  const [best, next] = fits;
  if (best === undefined) return { value: ",", from: "no mark that divides its first line" };
  if (next === undefined || isClearlyBetter(best, next)) return known(best);
  return { either: [possible(best), possible(next)] };
};

/** Steadier, or as steady with names in its first line or at least twice as many columns. */
const isClearlyBetter = (best: Fit, next: Fit): boolean =>
  (next.skipsTitles && !best.skipsTitles) ||
  best.share - next.share > 0.2 ||
  (best.share > 0.98 && next.share < 0.98) ||
  (best.share >= next.share && best.width >= 2 * next.width);

const known = ({ delimiter, width, share, rows }: Fit): Known<string> => ({
  value: delimiter,
  from: `${Math.round(share * rows)} of ${rows} rows with ${width} cells as the header has`,
});

const possible = ({ delimiter, width }: Fit) => ({
  value: delimiter,
  means: `${width} columns divided by the ${delimiterName(delimiter)}`,
});

const fitOf = (delimiter: string, rows: readonly NumberedRow[]): Fit => {
  const header = headerIn(rows);
  const line = "value" in header ? header.value : header.either[0].value;
  const width = rows.find((row) => row.line === line)?.cells.length ?? 0;
  const body = rows.filter((row) => row.line > line);
  const same = body.filter(({ cells }) => cells.length === width).length;
  // A header alone fits whatever divides it.
  return {
    delimiter,
    width,
    share: body.length === 0 ? 1 : same / body.length,
    rows: body.length,
    skipsTitles: rows[0]?.line !== line && line > 0,
  };
};

const onceForEach = (rowsBy: RowsBy): RowsBy => {
  const known = new Map<string, NumberedRow[]>();
  return (delimiter) => {
    const rows = known.get(delimiter) ?? rowsBy(delimiter);
    known.set(delimiter, rows);
    return rows;
  };
};

/** Rows with the line that each begins at; blank lines are none. */
const numberedRows = (
  text: string,
  marks: { readonly delimiter: string; readonly quote: string },
): NumberedRow[] => {
  const lines = text.split("\n");
  let next = 0;
  return [...lenientRowsOf(text, marks)].map((cells) => {
    while (lines[next] === "" || lines[next] === "\r") next++;
    const line = next + 1;
    next += 1 + breaksIn(cells);
    return { line, cells };
  });
};

const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.includes("\n") ? cell.split("\n").length - 1 : 0), 0);
