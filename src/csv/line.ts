/** One line of CSV, quoted only where the format asks for it. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map(csvCell).join(",") || loneBlank(cells)}\n`;

/** An empty line would be no row at all. */
const loneBlank = (cells: readonly string[]): string => (cells.length === 1 ? '""' : "");

const csvCell = (cell: string): string =>
  /[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
