import { isBlank, trim } from "../../../kit/index.ts";
import { laidOut, list, property, quoted } from "../doc.ts";
import { isBlankRow, type Row } from "../rows.ts";
import type { LayoutStep } from "./layout.ts";

/** Rows with nothing in them are no rows. */
export const givenRows: LayoutStep = {
  name: "given",
  words: "rows: skip those with nothing in them",
  code: `async function* given(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) if (!Object.values(row).every(isBlank)) yield row;
}
`,
  apply: (rows) => rows.filter((row) => !isBlankRow(row)),
};

/** Blank cells repeat the cell above. */
export const fillDown = (columns: readonly string[]): LayoutStep => ({
  name: "filledDown",
  words: `rows: blank cells of ${columns.join(" and ")} repeat the one above`,
  code: `// Blank cells of these columns repeat the one above.
async function* filledDown(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  const above: Row = {};
  for await (const row of rows) {
    for (const column of ${laidOut(list(columns.map(quoted)), 4, 27, 1)})
      if (!isBlank(row[column])) above[column] = row[column] ?? "";
    yield { ...row, ...above };
  }
}
`,
  apply: (rows) => {
    let above: Record<string, string> = {};
    let file = "";
    return rows.map((row): Row => {
      if (row.file !== file) above = {};
      file = row.file;
      for (const column of columns) {
        const cell = row.cells[column] ?? "";
        if (!isBlank(cell)) above[column] = cell;
      }
      return { file, cells: { ...row.cells, ...above } };
    });
  },
});

/** Each of several columns becomes a row: its name in one cell, its cell in another. */
export const unpivot = (stays: readonly string[], name: string, value: string): LayoutStep => ({
  name: "unpivoted",
  words: `rows: each column but ${stays.join(", ")} becomes a row of its own, with its name as ${name}`,
  code: `// Each column but these becomes a row of its own.
${line("const stays = ", stays)}

async function* unpivoted(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows)
    for (const [name, cell] of Object.entries(row))
      if (!stays.includes(name)) yield { ...row, ${property(name)}: name, ${property(value)}: cell };
}
`,
  apply: (rows) =>
    rows.flatMap(({ file, cells }) =>
      Object.entries(cells)
        .filter(([column]) => column !== "" && !stays.includes(column))
        .map(([column, cell]): Row => {
          const kept = stays.map((stay) => [stay, cells[stay] ?? ""]);
          return { file, cells: { ...Object.fromEntries(kept), [name]: column, [value]: cell } };
        }),
    ),
});

/** A cell that lists several things becomes a row for each. */
export const explode = (column: string, mark: string): LayoutStep => ({
  name: "parted",
  words: `rows: each part of ${column} at "${mark}" becomes a row of its own`,
  code: `// Each part of this column becomes a row of its own.
async function* parted(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows)
    for (const part of (row[${quoted(column)}] ?? "").split(${quoted(mark)}))
      yield { ...row, ${property(column)}: part.trim() };
}
`,
  apply: (rows) =>
    rows.flatMap((row) =>
      (row.cells[column] ?? "")
        .split(mark)
        .map((part): Row => ({ ...row, cells: { ...row.cells, [column]: trim(part) } })),
    ),
});

const line = (head: string, columns: readonly string[]): string =>
  `${head}${laidOut(list(columns.map(quoted)), 0, head.length, 1)};`;
