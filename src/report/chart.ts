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
  const columns = columnsFor(values.length, width).map(({ to }) => values[to - 1] ?? null);
  return Array.from({ length: height }, (_, line) => {
    const level = height - 1 - line;
    const cells = columns.map((value) => cell(value, level, height));
    return `${axisAt(level, height)}${cells.join("").trimEnd()}`;
  });
};

export const axisWidth = 6;

const axisAt = (level: number, height: number): string => {
  const label = level === height - 1 ? "1.0" : level === 0 ? "0.0" : "";
  return `${label.padStart(axisWidth - 2)} │`;
};

export interface ChartColumn {
  /** Which values it stands for; to is not among them. */
  readonly from: number;
  readonly to: number;
  /** Whether it is the first of the columns that one value has. */
  readonly first: boolean;
}

/** Fewer values than room: wider columns. More: each column is the last value of its share. */
export const columnsFor = (values: number, width: number): ChartColumn[] => {
  const room = Math.max(1, width - axisWidth);
  if (values > room)
    return Array.from({ length: room }, (_, at) => ({
      from: Math.ceil((at * values) / room),
      to: Math.ceil(((at + 1) * values) / room),
      first: true,
    }));
  const wide = Math.min(widestColumn, Math.floor(room / Math.max(1, values)));
  return Array.from({ length: values * wide }, (_, at) => {
    const value = Math.floor(at / wide);
    return { from: value, to: value + 1, first: at % wide === 0 };
  });
};

const cell = (value: number | null, level: number, height: number): string => {
  if (value === null) return " ";
  const filled = Math.round(value * height * blocks.length) - level * blocks.length;
  if (filled <= 0) return level === 0 ? "▁" : " ";
  return blocks[Math.min(filled, blocks.length) - 1] ?? " ";
};
