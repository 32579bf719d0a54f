import { isBlankCell, typed, untagged } from "../../cells/typing.ts";
import type { ColumnType } from "../../domain/columns.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import type { InputFile } from "../../domain/run.ts";
import { visible } from "../../domain/visible.ts";
import type { Gold } from "../../policy/gold.ts";

const mostRows = 50_000;
/** Of the gold's keys, how many a column must have to be the key's. */
const surelyTheKey = 0.95;

/**
 * Stops where `arena.json` does not say whether the gold knows all rows, and its keys stand among
 * more than twice as many in the feeds: every row that the gold does not know would count as wrong.
 */
export const askAboutPartialGold = (
  { project, ports }: Workspace,
  { rows }: Gold,
  feeds: readonly InputFile[],
): void => {
  const { master, gold } = project.arena;
  const [key = "", ...others] = gold.key;
  const at = master.columns.findIndex(({ name }) => name === key);
  const type = master.columns[at]?.type;
  if (type === undefined || others.length > 0 || project.saysIfPartial) return;
  const known = rows.cellsOf(at);
  const columns = valuesByHeader(
    type,
    feeds.map((feed) => ports.feeds.rows(feed)),
  );
  for (const [header, values] of columns) {
    const shared = known.filter((value) => values.has(value)).length;
    if (shared < surelyTheKey * known.length || values.size <= 2 * known.length) continue;
    throw Problem.of("partial-unsaid", {
      key,
      known: known.length,
      header: visible(header, 60),
      inFeeds: values.size,
    });
  }
};

const valuesByHeader = (
  type: ColumnType,
  feeds: readonly Iterable<string[]>[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const columns = new Map<string, Set<string>>();
  for (const feed of feeds) {
    let into: Set<string>[] | undefined;
    let read = 0;
    for (const row of feed) {
      if (into === undefined) into = row.map((header) => setOf(columns, header));
      else
        for (const [at, values] of into.entries()) note(values, typed(type, row[at]?.trim() ?? ""));
      if (++read > mostRows) break;
    }
  }
  return columns;
};

const setOf = (columns: Map<string, Set<string>>, header: string): Set<string> => {
  const known = columns.get(header);
  if (known) return known;
  const made = new Set<string>();
  columns.set(header, made);
  return made;
};

const note = (values: Set<string>, cell: string): void => {
  if (!isBlankCell(untagged(cell))) values.add(cell);
};
