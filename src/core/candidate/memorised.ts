import type { NamesAndLiterals } from "../../domain/genome.ts";
import { cellKey, Memorised, memorisedEntries, suspectsIn } from "../../policy/memorising.ts";
import { goldRows } from "./gold-rows.ts";
import type { LoadedProject } from "./measure.ts";

/** How many answers a candidate knows by heart that its parent did not. */
export const memorisedCount = async (
  loaded: LoadedProject,
  parent: NamesAndLiterals,
  candidate: NamesAndLiterals,
): Promise<number> =>
  (await literalsByHeart(loaded, parent.literals, candidate.literals)).length +
  memorisedEntries(
    candidate.tables,
    parent.tables,
    candidate.tables.length > 0 ? columnsOf(loaded) : [],
  );

/** Literals that are new, stand in the gold and in no input: an answer, not a rule. */
const literalsByHeart = async (
  { workspace: { project, ports }, inputs }: LoadedProject,
  parent: readonly string[],
  candidate: readonly string[],
): Promise<readonly string[]> => {
  const known = new Set(parent);
  const fresh = new Set(candidate.filter((literal) => !known.has(literal)));
  if (fresh.size === 0) return [];
  const cells = new Set<string>();
  for await (const rows of goldRows(project.arena, ports.goldFiles(), ports.readCells))
    for (const row of rows) for (const cell of row) cells.add(cellKey(cell));
  const memorised = new Memorised(suspectsIn([...fresh], parent, (key) => cells.has(key)));
  if (memorised.left.length === 0) return [];
  for (const feed of inputs)
    for (const row of ports.feeds.rows(feed)) for (const cell of row) memorised.take(cell);
  return memorised.left;
};

/** Enough rows to tell what a column holds. */
const mostRows = 20_000;

const columnsOf = ({ workspace: { ports }, inputs }: LoadedProject): string[][] =>
  inputs.flatMap((feed) => {
    const columns: string[][] = [];
    let rows = 0;
    for (const row of ports.feeds.rows(feed)) {
      if (rows++ > mostRows) break;
      if (rows === 1) continue; // the header
      for (const [at, cell] of row.entries()) {
        columns[at] ??= [];
        columns[at].push(cell);
      }
    }
    return columns.map((column) => column ?? []);
  });
