/** Rows of cells as aligned columns; the last column is left as long as it is. */
export const aligned = (rows: readonly (readonly string[])[], indent = "  "): string[] => {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, width(cell));
    });
  return rows.map((row) => {
    const cells = row.map((cell, at) =>
      at === row.length - 1 ? cell : cell + " ".repeat((widths[at] ?? 0) - width(cell)),
    );
    return `${indent}${cells.join("  ")}`.trimEnd();
  });
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes take no room
const colour = /\u001b\[[0-9;]*m/g;
const width = (cell: string): number => [...cell.replace(colour, "")].length;

export const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines];

export const ratio = (value: number): string => value.toFixed(3);
export const count = (amount: number, noun: string, plural = `${noun}s`): string =>
  `${grouped(amount)} ${amount === 1 ? noun : plural}`;
/** By hand: asking for a locale costs a process as much as starting Node. */
const grouped = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ",");
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
export const short = (digest: string): string => digest.slice(0, 12);
