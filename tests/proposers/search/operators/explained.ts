import { typed } from "../../../../src/cells/typing.ts";
import type { ColumnType } from "../../../../src/domain/columns.ts";
import { chainExpr } from "../../../../src/proposers/search/branches.ts";
import { flat } from "../../../../src/proposers/search/doc.ts";
import { explain } from "../../../../src/proposers/search/explain.ts";
import { Frame } from "../../../../src/proposers/search/frame.ts";
import { recordsOf } from "../../../../src/proposers/search/rows.ts";
import { inputSource } from "../../../../src/proposers/search/task.ts";
import { textOf } from "../../../../src/proposers/search/typed.ts";

type Line = readonly string[];

export interface Explained {
  readonly code: string;
  /** What the program gives for the rows without an answer. */
  readonly unseen: readonly string[];
}

/** What the search makes of one column: rows with their answer first, then some without. */
export const explained = (
  header: Line,
  known: readonly (readonly [...cells: string[], gold: string])[],
  unknown: readonly Line[],
  type: ColumnType = "text",
): Explained => {
  const rows = recordsOf({
    name: "feed.csv",
    header: [...header],
    rows: [...known.map((line) => line.slice(0, -1)), ...unknown.map((line) => [...line])],
  });
  const all = new Frame(rows);
  const gold = known.map((line) => line.at(-1) ?? "");
  const spare = new Frame(rows.slice(known.length));
  const { complete } = explain({
    name: "wanted",
    type,
    pairs: new Frame(rows.slice(0, known.length)),
    gold,
    want: gold.map((cell) => typed(type, cell)),
    spare,
    all,
    sources: header.map((name) => inputSource(name, all)),
    leaves: true,
    hidden: 0.5,
  });
  const found = chainExpr(complete.branches);
  return { code: flat(found.code), unseen: spare.vector(found).map(textOf) };
};
