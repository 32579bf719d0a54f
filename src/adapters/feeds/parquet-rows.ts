import {
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  type SchemaElement,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { Problem } from "../../domain/problems.ts";
import { reasonOf } from "../error-reasons.ts";
import { cellText } from "./cell-text.ts";
import type { PlainCsv } from "./plain-csv.ts";

const parsers = { jsonFromBytes: (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8") };

/** Hands on the rows of a Parquet file, one row group at a time. */
export const copyParquet = async (path: string, to: PlainCsv): Promise<string> => {
  const file = await asyncBufferFromFile(path);
  const metadata = await understood(path, parquetMetadataAsync(file));
  const columns = flatColumns(path, metadata);
  to.header(columns.map(({ name }) => name));
  let read = 0;
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const onComplete = (rows: unknown[][]): void => {
      for (const row of rows) {
        read++;
        const vague = columns.find((column, at) => isRounded(column, row[at]));
        if (vague === undefined) to.row(columns.map((column, at) => textIn(column, row[at])));
        else
          to.refuse(`row ${read}`, `${JSON.stringify(vague.name)} has too many digits to be exact`);
      }
    };
    const range = { rowStart, rowEnd };
    await understood(
      path,
      parquetRead({ file, metadata, compressors, parsers, ...range, onComplete }),
    );
    rowStart = rowEnd;
  }
  if (BigInt(read) !== metadata.num_rows)
    throw damaged(path, `says that it has ${metadata.num_rows} rows, and ${read} can be read`);
  const groups = metadata.row_groups.length;
  return `${read} rows in ${groups} row ${groups === 1 ? "group" : "groups"}`;
};

const understood = async <T>(path: string, reading: Promise<T>): Promise<T> => {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof Problem ? error : damaged(path, `cannot be read: ${reasonOf(error)}`);
  }
};

const damaged = (path: string, finding: string): Problem =>
  Problem.of("bad-input", {
    path,
    finding,
    hint: "export or fetch it again: it is cut off, damaged, or of a kind that is not read yet",
  });

const flatColumns = (path: string, { schema }: FileMetaData): SchemaElement[] => {
  const [, ...columns] = schema;
  const nested = columns.find(
    (column) => column.num_children !== undefined || column.repetition_type === "REPEATED",
  );
  if (nested)
    throw Problem.of("bad-input", {
      path,
      finding: `has the nested column ${JSON.stringify(nested.name)}; feeds are flat`,
      hint: "export it with one column for each of its fields",
    });
  return columns;
};

/** The parser gives decimals as floating numbers, which know some sixteen digits. */
const isRounded = ({ converted_type: type, scale = 0 }: SchemaElement, value: unknown): boolean =>
  type === "DECIMAL" &&
  typeof value === "number" &&
  Math.abs(value) * 10 ** scale > Number.MAX_SAFE_INTEGER;

/** A number of four bytes has fewer digits than it shows when it is widened to eight. */
const textIn = ({ type }: SchemaElement, value: unknown): string => {
  if (type !== "FLOAT" || typeof value !== "number") return cellText(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
};
