import { RowAligner } from "../../cells/align-rows.ts";
import type { Arena } from "../../domain/arena.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { GoldRow, InputTable } from "../../policy/contradictions/find-contradictions.ts";
import { isHeldOutRow } from "../../policy/gold.ts";
import { inputTables } from "../arena-data.ts";
import type { InputRow, RecordKey } from "./find-record.ts";

/** What the gold says of a record, as far as people may see it. */
export interface RecordGold {
  /** By the arena's key, or by which gold rows look most like the input rows. */
  readonly by: "key" | "likeness";
  readonly rows: readonly GoldRow[];
  /** Rows that are the record's too, and are not shown. */
  readonly heldOut: number;
  /** False where gold or feeds have too many rows to look for it. */
  readonly known: boolean;
}

/** `gold` is undefined where there is too much of it. */
export const goldOfRecord = async (
  workspace: Workspace,
  key: RecordKey,
  inputs: readonly InputRow[],
  gold: readonly GoldRow[] | undefined,
): Promise<RecordGold> => {
  const { arena } = workspace.project;
  const by = key.columns.length > 0 ? "key" : "likeness";
  const feeds = by === "likeness" ? await inputTables(workspace) : [];
  if (!gold || !feeds) return { by, rows: [], heldOut: 0, known: false };
  const found =
    by === "key"
      ? gold.filter(({ cells }) => keyInMaster(arena, key, cells) === key.wanted)
      : alike(workspace, feeds, inputs, gold);
  const rows = found.filter(({ cells }) => !isHeldOutRow(arena, cells));
  return { by, rows, heldOut: found.length - rows.length, known: true };
};

/** The text of the key of a row whose cells are in the master table's order. */
export const keyInMaster = (
  { master }: Arena,
  { columns, textOf }: RecordKey,
  cells: readonly string[],
): string => textOf(columns.map((column) => cells[master.columns.indexOf(column)] ?? ""));

/** Feeds name their columns in orders of their own, so cells are lined up by their headers. */
const alike = (
  { project: { arena } }: Workspace,
  feeds: readonly InputTable[],
  inputs: readonly InputRow[],
  gold: readonly GoldRow[],
): GoldRow[] => {
  const names = [...new Set(feeds.flatMap(({ header }) => header))];
  const places: string[] = [];
  const rows = feeds.flatMap(({ name: feed, header, rows }) =>
    rows.map((cells, at) => {
      places.push(placeOf(feed, at + 1));
      return names.map((name) => cells[header.indexOf(name)] ?? "");
    }),
  );
  const asked = new Set(inputs.map(({ feed, row }) => placeOf(feed, row)));
  const aligner = new RowAligner(
    gold.map(({ cells }) => cells),
    arena.master.columns.map(({ type }) => type),
  );
  return aligner
    .pairs(rows)
    .flatMap(({ row, gold: at }) => (asked.has(places[row] ?? "") ? (gold[at] ?? []) : []));
};

const placeOf = (feed: string, row: number): string => JSON.stringify([feed, row]);
