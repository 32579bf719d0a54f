import { isHeldOut } from "../../cells/held-out.ts";
import { isNothing, isReadAsText, typedRow, untagged } from "../../cells/typing.ts";
import type { CellChange } from "../../domain/challenge.ts";
import type { ChallengeLevel } from "../../domain/challenge-levels.ts";
import type { ArenaFacts } from "./arena-facts.ts";
import type { SourceRow } from "./column-sources.ts";
import { saidBy } from "./column-sources.ts";
import { cellsOf, type RowCopy, withChanges } from "./disturbances/disturbance.ts";
import { freshValue } from "./identifiers.ts";

export interface MadeRow {
  readonly level: ChallengeLevel;
  readonly source: SourceRow;
  /** In the order of the source's header. */
  readonly cells: readonly string[];
  /** Whether each cell is written in quotes, needed or not. */
  readonly quoted: boolean;
  /** In the order of the declared columns; null where the right answer is that there is none. */
  readonly gold: readonly string[] | null;
  readonly changes: readonly CellChange[];
}

const mostTries = 60;

/** The row with fresh keys, on the side of the held-out line that its source is on. */
export const finishedRow = (
  copy: RowCopy,
  level: ChallengeLevel,
  quoted: boolean,
  used: Set<string>,
  answer: readonly string[] | null = copy.source.gold.cells,
): MadeRow | null => {
  const { facts, source } = copy;
  for (let tries = 0; tries < mostTries; tries++) {
    const { keyed, fresh, gold } = withFreshKeys(copy, used);
    if (gold === null || (fresh.length === 0 && facts.identifiers.length > 0)) return null;
    if (answer !== null && !isSound(facts, source, gold)) continue;
    for (const value of fresh) used.add(value.trim().toUpperCase());
    const cells = cellsOf(keyed);
    return {
      level,
      source,
      cells: source.header.map((name, at) => cells[name] ?? source.raw[at] ?? ""),
      quoted,
      gold: answer === null ? null : gold,
      changes: keyed.changes,
    };
  }
  return null;
};

const withFreshKeys = (copy: RowCopy, used: ReadonlySet<string>) => {
  const { facts, source, random } = copy;
  const fresh: Record<string, string> = {};
  for (const { column } of facts.identifiers)
    if ((source.cells[column] ?? "").trim() !== "")
      fresh[column] = freshValue(source.cells[column] ?? "", used, random);
  const keyed = withChanges(copy, fresh, "a fresh key");
  const gold = [...source.gold.cells];
  let isKnown = true;
  for (const columnSource of source.columnSources.filter(({ column }) => column in fresh)) {
    const said = saidBy(columnSource, cellsOf(keyed));
    if (said === null) isKnown = false;
    else gold[columnSource.gold] = untagged(said);
  }
  return { keyed, fresh: Object.values(fresh), gold: isKnown ? gold : null };
};

/** Typed as the arena asks, nothing needed is blank, and no held-out row is shown by its copy. */
const isSound = (
  {
    arena: {
      name,
      holdout,
      master,
      gold: { key: keyNames },
    },
  }: ArenaFacts,
  source: SourceRow,
  gold: readonly string[],
): boolean => {
  const typed = typedRow(master.columns, gold);
  const key = keyNames.map((one) => master.columns.findIndex(({ name }) => name === one));
  const isTyped = master.columns.every(({ name: column, type }, at) => {
    const isBlank = isNothing(gold[at] ?? "");
    const isReadable = type === "text" || !isReadAsText(typed[at] ?? "t");
    return isBlank ? !master.required.includes(column) : isReadable;
  });
  const isFreshKey = key.length === 0 || key.some((at) => typed[at] !== source.answer[at]);
  return (
    isTyped &&
    isFreshKey &&
    isHeldOut(name, holdout, typed) === isHeldOut(name, holdout, source.answer)
  );
};
