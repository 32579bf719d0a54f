/** One line of CSV, quoted only where the format asks for it. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map(csvCell).join(",") || loneBlank(cells)}\n`;

/** The same cells, each of them in quotes. */
export const quotedCsvLine = (cells: readonly string[]): string =>
  `${cells.map(inQuotes).join(",")}\n`;

/** An empty line would be no row at all. */
const loneBlank = (cells: readonly string[]): string => (cells.length === 1 ? '""' : "");

const csvCell = (cell: string): string => (isPlain(cell) ? cell : inQuotes(cell));

/** Whether a cell holds no mark and has no blank at its ends. A loop: it runs for every cell written. */
const isPlain = (cell: string): boolean => {
  for (let at = 0; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (code === quote || code === comma || code === newline || code === carriageReturn)
      return false;
  }
  return cell === cell.trim();
};

const [quote, comma, newline, carriageReturn] = [0x22, 0x2c, 0x0a, 0x0d];

const inQuotes = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
