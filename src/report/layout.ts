import { nounFor } from "../policy/figures.ts";

/** Rows of cells as aligned columns; the last column is left as long as it is. */
export const aligned = (rows: readonly (readonly string[])[], indent = "  "): string[] => {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, textWidth(cell));
    });
  return rows.map((row) => {
    const cells = row.map((cell, at) =>
      at === row.length - 1 ? cell : cell + " ".repeat((widths[at] ?? 0) - textWidth(cell)),
    );
    return `${indent}${cells.join("  ")}`.trimEnd();
  });
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes take no room
const colour = /\u001b\[[0-9;]*m/g;
export const textWidth = (cell: string): number => [...cell.replace(colour, "")].length;

export const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines];

export const ratio = (value: number): string => value.toFixed(3);
export const count = (amount: number, noun: string, plural?: string): string =>
  `${grouped(amount)} ${nounFor(amount, noun, plural)}`;
/** By hand: asking for a locale costs a process as much as starting Node. */
export const grouped = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ",");
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
export const dollars = (amount: number): string => `$${amount.toFixed(4)}`;
export const short = (digest: string): string => digest.slice(0, 12);

/** A line as several that fit the width, broken between words; what goes on stands a bit further in. */
export const brokenLine = (line: string, width: number): string[] => {
  if (textWidth(line) <= width) return [line];
  const indent = `${/^ */.exec(line)?.[0] ?? ""}    `;
  const lines: string[] = [];
  let current = "";
  for (const piece of line.match(/\s*\S+/g) ?? []) {
    if (current !== "" && textWidth(current + piece) > width) {
      lines.push(current);
      current = indent + piece.trimStart();
    } else current += piece;
  }
  return [...lines, current];
};

/** A cell that can be broken into lines. */
export interface Fitted {
  readonly width: number;
  readonly longestWord: number;
  readonly lines: (width: number) => readonly string[];
}

/** A cell of plain text, broken between words; `look` is given each of its lines. */
export const textCell = (
  text: string,
  look: (line: string) => string = (line) => line,
): Fitted => ({
  width: textWidth(text),
  longestWord: Math.max(0, ...text.split(" ").map(textWidth)),
  lines: (width) => wordsWithin(text, width).map(look),
});

const wordsWithin = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 && current === "" ? word : `${current} ${word}`;
    if (current !== "" && textWidth(longer) > width) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return [...lines, current];
};

const between = 2;

/** Rows of cells in columns that fit the width: the widest gives way first, down to its longest word. */
export const fitted = (rows: readonly (readonly Fitted[])[], width: number): string[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const most = (figure: (cell: Fitted) => number) =>
    Array.from({ length: columns }, (_, at) =>
      Math.max(0, ...rows.flatMap((row) => (row[at] ? [figure(row[at])] : []))),
    );
  const widths = narrowed(
    most((cell) => cell.width),
    most((cell) => cell.longestWord),
    width - between * Math.max(0, columns - 1),
  );
  return rows.flatMap((row) => rowLines(row, widths));
};

const narrowed = (
  widths: readonly number[],
  least: readonly number[],
  room: number,
): readonly number[] => {
  const total = widths.reduce((sum, one) => sum + one, 0);
  const slack = widths.map((one, at) => (one > (least[at] ?? 0) ? one : 0));
  const widest = slack.indexOf(Math.max(...slack));
  if (total <= room || (slack[widest] ?? 0) === 0) return widths;
  return narrowed(
    widths.map((one, at) => (at === widest ? one - 1 : one)),
    least,
    room,
  );
};

const rowLines = (row: readonly Fitted[], widths: readonly number[]): string[] => {
  const cells = row.map((cell, at) => cell.lines(widths[at] ?? 0));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, at) => {
        const text = lines[line] ?? "";
        return text + " ".repeat(Math.max(0, (widths[at] ?? 0) - textWidth(text)));
      })
      .join(" ".repeat(between))
      .trimEnd(),
  );
};
