import { SeededChoice } from "../../cells/seeded-random.ts";
import type { ChallengeLevel } from "../../domain/challenge-levels.ts";
import type { ArenaFacts } from "./arena-facts.ts";
import type { SourceRow } from "./column-sources.ts";
import { isCertain } from "./column-sources.ts";
import { disturbances } from "./disturbances/catalogue.ts";
import type { CopyState } from "./disturbances/disturbance.ts";
import { copyStateOf, type RowCopy, withChanges } from "./disturbances/disturbance.ts";
import { unsettlings } from "./disturbances/unresolved.ts";
import { finishedRow, type MadeRow } from "./finish-row.ts";
import type { Cells } from "./readers/example.ts";

export type { MadeRow } from "./finish-row.ts";

export interface RowRequest {
  readonly levels: readonly ChallengeLevel[];
  /** Rows a level. */
  readonly count: number;
  readonly seed: number;
}

/** The same wish on the same arena makes the same rows. */
export const makeRows = (facts: ArenaFacts, { levels, count, seed }: RowRequest): MadeRow[] => {
  const used = usedValues(facts);
  return levels.flatMap((level) => {
    const random = new SeededChoice(seed, level);
    const made: MadeRow[] = [];
    for (const source of random.shuffled(facts.sources)) {
      if (made.length >= count) break;
      const hopeless = made.filter(({ gold }) => gold === null).length;
      const isHopeless = level === 5 && hopeless * 3 < made.length - 1;
      const row =
        (isHopeless ? unresolvedRow(facts, source, used, random) : null) ??
        settledRow(facts, source, level, used, random);
      if (row !== null) made.push(row);
    }
    return made;
  });
};

const usedValues = ({ rows, gold }: ArenaFacts): Set<string> => {
  const used = new Set<string>();
  const add = (cell: string): Set<string> => used.add(cell.trim().toUpperCase());
  for (const cells of rows) Object.values(cells).forEach(add);
  for (const { cells } of gold) cells.forEach(add);
  return used;
};

const settledRow = (
  facts: ArenaFacts,
  source: SourceRow,
  level: ChallengeLevel,
  used: Set<string>,
  random: SeededChoice,
): MadeRow | null => {
  const exact = disturbances.filter((one) => one.level === level);
  const lower = disturbances.filter((one) => one.level <= level);
  const more = random.below(3) + (level === 5 ? 2 : 0);
  const first = disturbed({ facts, source, random, changes: [] }, exact, 1);
  const quoted = level >= 4 && (first.changes.length === 0 || random.below(2) === 0);
  if (first.changes.length === 0 && level !== 4) return null;
  return finishedRow(disturbed(first, lower, more), level, quoted, used);
};

/** Disturbs up to so many times, each time only where the answer stays certain. */
const disturbed = (copy: RowCopy, choices: typeof disturbances, times: number): RowCopy => {
  let present = copy;
  let left = times;
  for (const { name, disturb } of copy.random.shuffled(choices)) {
    if (left === 0) break;
    const state = copyStateOf(present);
    const made = disturb(state);
    if (made === null || !staysCertain(state, made)) continue;
    present = withChanges(present, made, name);
    left--;
  }
  return present;
};

const staysCertain = ({ source, cells, changed }: CopyState, made: Cells): boolean =>
  isCertain(
    source.columnSources,
    { cells: { ...cells, ...made }, answer: source.answer },
    new Set([...changed, ...Object.keys(made)]),
  );

const unresolvedRow = (
  facts: ArenaFacts,
  source: SourceRow,
  used: Set<string>,
  random: SeededChoice,
): MadeRow | null => {
  const { arena } = facts;
  const mustBeSomewhere = arena.vetoes.includes("conserves-rows") && arena.failures === null;
  if (arena.gold.partial || mustBeSomewhere) return null;
  const copy = { facts, source, random, changes: [] };
  for (const { name, disturb } of unsettlings) {
    const made = disturb(copyStateOf(copy));
    if (made === null) continue;
    const row = finishedRow(withChanges(copy, made, name), 5, random.below(2) === 0, used, null);
    if (row !== null) return row;
  }
  return null;
};
