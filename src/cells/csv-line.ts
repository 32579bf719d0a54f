/** One line of CSV, quoted only where the format asks for it. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map(csvCell).join(",") || loneBlank(cells)}\n`;

/** The same cells, each of them in quotes. */
export const quotedCsvLine = (cells: readonly string[]): string =>
  `${cells.map(inQuotes).join(",")}\n`;

/** An empty line would be no row at all. */
const loneBlank = (cells: readonly string[]): string => (cells.length === 1 ? '""' : "");

const csvCell = (cell: string): string =>
  /[",\r\n]/.test(cell) || cell !== cell.trim() ? inQuotes(cell) : cell;

const inQuotes = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
