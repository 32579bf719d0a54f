import type { InputRows } from "../../../domain/proposing.ts";
import { isBlankRow, type Row, recordsOf } from "../rows.ts";

/** How the records of a file are found in it, before any of them is cleaned. */
export interface Layout {
  /** The code that makes records of an input, or null when `input.records()` does. */
  readonly code: string | null;
  readonly words: string;
  readonly bits: number;
  readonly apply: (input: InputRows) => readonly Row[];
}

export const plainLayout: Layout = {
  code: null,
  words: "rows as they are",
  bits: 0,
  apply: (input) => recordsOf(input).filter((row) => !isBlankRow(row)),
};
