const blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const widestColumn = 3;

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** Values from 0 to 1 as columns of blocks; what is not known is left blank. */
export const chart = (
  values: readonly (number | null)[],
  { width, height }: ChartSize,
): string[] => {
  const columns = columnsOf(values, Math.max(1, width - axisWidth));
  return Array.from({ length: height }, (_, line) => {
    const level = height - 1 - line;
    const cells = columns.map((value) => cell(value, level, height));
    return `${axisAt(level, height)}${cells.join("").trimEnd()}`;
  });
};

const axisWidth = 6;

const axisAt = (level: number, height: number): string => {
  const label = level === height - 1 ? "1.0" : level === 0 ? "0.0" : "";
  return `${label.padStart(axisWidth - 2)} │`;
};

/** Fewer values than room: wider columns. More: each column is the last value of its share. */
const columnsOf = (values: readonly (number | null)[], room: number): (number | null)[] => {
  if (values.length > room)
    return Array.from(
      { length: room },
      (_, at) => values[Math.ceil(((at + 1) * values.length) / room) - 1] ?? null,
    );
  const wide = Math.min(widestColumn, Math.floor(room / Math.max(1, values.length)));
  return values.flatMap((value) => Array.from({ length: wide }, () => value));
};

const cell = (value: number | null, level: number, height: number): string => {
  if (value === null) return " ";
  const filled = Math.round(value * height * blocks.length) - level * blocks.length;
  if (filled <= 0) return level === 0 ? "▁" : " ";
  return blocks[Math.min(filled, blocks.length) - 1] ?? " ";
};
