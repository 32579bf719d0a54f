/** One line of a challenge file; quoted throughout, a row must still read as the same cells. */
export const lineText = (cells: readonly string[], quoted: boolean): string =>
  `${cells.map((cell) => (quoted || needsQuotes(cell) ? inQuotes(cell) : cell)).join(",")}\n`;

const needsQuotes = (cell: string): boolean =>
  cell === "" ? false : /[",\r\n]/.test(cell) || cell !== cell.trim();

const inQuotes = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
