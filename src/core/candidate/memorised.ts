import { cellKey, Memorised, suspectsIn } from "../../policy/memorising.ts";
import { goldRows } from "./gold-rows.ts";
import type { LoadedProject } from "./measure.ts";

/** Literals that are new, stand in the gold and in no input: an answer, not a rule. */
export const memorisedBy = async (
  { workspace: { project, ports }, inputs }: LoadedProject,
  parent: readonly string[],
  candidate: readonly string[],
): Promise<readonly string[]> => {
  const known = new Set(parent);
  const fresh = new Set(candidate.filter((literal) => !known.has(literal)));
  if (fresh.size === 0) return [];
  const cells = new Set<string>();
  for await (const rows of goldRows(project.arena, ports.goldFiles(), ports.readTable))
    for (const row of rows) for (const cell of row) cells.add(cellKey(cell));
  const memorised = new Memorised(suspectsIn([...fresh], parent, (key) => cells.has(key)));
  if (memorised.left.length === 0) return [];
  for (const feed of inputs)
    for (const row of ports.feeds.rows(feed)) for (const cell of row) memorised.take(cell);
  return memorised.left;
};
