import { SeededChoice } from "../../cells/seeded-random.ts";
import type { ChallengeLevel } from "../../domain/challenge-levels.ts";
import { isCertain } from "./carriers.ts";
import { disturbances } from "./disturbances/catalogue.ts";
import type { Site } from "./disturbances/disturbance.ts";
import { unsettlings } from "./disturbances/unresolved.ts";
import { type Draft, siteOf, withChanges } from "./draft.ts";
import { finished, type MadeRow } from "./finish.ts";
import type { Ground } from "./ground.ts";
import type { Cells } from "./readings/example.ts";
import type { Source } from "./source.ts";

export type { MadeRow } from "./finish.ts";

export interface Wish {
  readonly levels: readonly ChallengeLevel[];
  /** Rows a level. */
  readonly count: number;
  readonly seed: number;
}

/** The same wish on the same arena makes the same rows. */
export const makeRows = (ground: Ground, { levels, count, seed }: Wish): MadeRow[] => {
  const used = usedValues(ground);
  return levels.flatMap((level) => {
    const random = new SeededChoice(seed, level);
    const made: MadeRow[] = [];
    for (const source of random.shuffled(ground.sources)) {
      if (made.length >= count) break;
      const hopeless = made.filter(({ gold }) => gold === null).length;
      const isHopeless = level === 5 && hopeless * 3 < made.length - 1;
      const row =
        (isHopeless ? unresolvedRow(ground, source, used, random) : null) ??
        settledRow(ground, source, level, used, random);
      if (row !== null) made.push(row);
    }
    return made;
  });
};

const usedValues = ({ rows, gold }: Ground): Set<string> => {
  const used = new Set<string>();
  const add = (cell: string): Set<string> => used.add(cell.trim().toUpperCase());
  for (const cells of rows) Object.values(cells).forEach(add);
  for (const { cells } of gold) cells.forEach(add);
  return used;
};

const settledRow = (
  ground: Ground,
  source: Source,
  level: ChallengeLevel,
  used: Set<string>,
  random: SeededChoice,
): MadeRow | null => {
  const exact = disturbances.filter((one) => one.level === level);
  const lower = disturbances.filter((one) => one.level <= level);
  const more = random.below(3) + (level === 5 ? 2 : 0);
  const first = disturbed({ ground, source, random, changes: [] }, exact, 1);
  const quoted = level >= 4 && (first.changes.length === 0 || random.below(2) === 0);
  if (first.changes.length === 0 && level !== 4) return null;
  return finished(disturbed(first, lower, more), level, quoted, used);
};

/** Disturbs up to so many times, each time only where the answer stays certain. */
const disturbed = (draft: Draft, choices: typeof disturbances, times: number): Draft => {
  let present = draft;
  let left = times;
  for (const { name, disturb } of draft.random.shuffled(choices)) {
    if (left === 0) break;
    const site = siteOf(present);
    const made = disturb(site);
    if (made === null || !staysCertain(site, made)) continue;
    present = withChanges(present, made, name);
    left--;
  }
  return present;
};

const staysCertain = ({ source, cells, changed }: Site, made: Cells): boolean =>
  isCertain(
    source.carriers,
    { cells: { ...cells, ...made }, answer: source.answer },
    new Set([...changed, ...Object.keys(made)]),
  );

const unresolvedRow = (
  ground: Ground,
  source: Source,
  used: Set<string>,
  random: SeededChoice,
): MadeRow | null => {
  const { arena } = ground;
  const mustBeSomewhere = arena.vetoes.includes("conserves-rows") && arena.failures === null;
  if (arena.gold.partial || mustBeSomewhere) return null;
  const draft = { ground, source, random, changes: [] };
  for (const { name, disturb } of unsettlings) {
    const made = disturb(siteOf(draft));
    if (made === null) continue;
    const row = finished(withChanges(draft, made, name), 5, random.below(2) === 0, used, null);
    if (row !== null) return row;
  }
  return null;
};
