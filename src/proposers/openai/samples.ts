import type { InputRows } from "../../domain/proposing.ts";
import { dataLine } from "./fence.ts";

const mostRowsOfFile = 12;

/** The header of every file first, then a row of each in turn, spread over the whole file. */
export const sampleLines = (inputs: readonly InputRows[]): string[] => {
  const headers = inputs.map(({ name, header }) => dataLine({ file: name, header }));
  const samples = inputs.map(({ name, rows }) =>
    spread(rows).map((row) => dataLine({ file: name, row })),
  );
  const turns = Array.from({ length: mostRowsOfFile }, (_, at) =>
    samples.flatMap((lines) => lines.slice(at, at + 1)),
  );
  return [...headers, ...turns.flat()];
};

const spread = <T>(rows: readonly T[]): T[] => {
  const step = Math.max(rows.length / mostRowsOfFile, 1);
  return Array.from({ length: Math.min(rows.length, mostRowsOfFile) }, (_, at) =>
    rows.slice(Math.floor(at * step), Math.floor(at * step) + 1),
  ).flat();
};
