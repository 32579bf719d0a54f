import type { ChallengeLevel } from "../../domain/challenge.ts";
import { isHeldOut } from "../holdout.ts";
import { isNothing, isReadAsText, typedRow, untagged } from "../typing.ts";
import { isCertain, saidBy } from "./carriers.ts";
import { disturbances } from "./disturbances/catalogue.ts";
import type { Site } from "./disturbances/disturbance.ts";
import { unsettlings } from "./disturbances/unresolved.ts";
import type { Ground } from "./ground.ts";
import { freshValue } from "./identifiers.ts";
import { Random } from "./random.ts";
import type { Cells } from "./readings/example.ts";
import type { Source } from "./source.ts";

export interface Wish {
  readonly levels: readonly ChallengeLevel[];
  /** Rows a level. */
  readonly count: number;
  readonly seed: number;
}

export interface MadeRow {
  readonly level: ChallengeLevel;
  readonly source: Source;
  /** In the order of the source's header. */
  readonly cells: readonly string[];
  /** Whether each cell is written in quotes, needed or not. */
  readonly quoted: boolean;
  /** In the order of the declared columns; null where the right answer is that there is none. */
  readonly gold: readonly string[] | null;
  readonly changes: readonly Change[];
}

interface Change {
  readonly column: string;
  readonly from: string;
  readonly to: string;
  readonly by: string;
}

/** The same wish on the same arena makes the same rows. */
export const makeRows = (ground: Ground, { levels, count, seed }: Wish): MadeRow[] => {
  const used = usedValues(ground);
  return levels.flatMap((level) => {
    const random = new Random(seed, level);
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
  random: Random,
): MadeRow | null => {
  const exact = disturbances.filter((one) => one.level === level);
  const lower = disturbances.filter((one) => one.level <= level);
  const more = random.below(3) + (level === 5 ? 2 : 0);
  const first = disturbed({ ground, source, random, changes: [] }, exact, 1);
  const quoted = level >= 4 && (first.changes.length === 0 || random.below(2) === 0);
  if (first.changes.length === 0 && level !== 4) return null;
  return finished(disturbed(first, lower, more), level, quoted, used);
};

interface Draft {
  readonly ground: Ground;
  readonly source: Source;
  readonly random: Random;
  readonly changes: readonly Change[];
}

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

const siteOf = ({ changes, ...draft }: Draft): Site => ({
  ...draft,
  cells: cellsOf({ changes, ...draft }),
  changed: new Set(changes.map(({ column }) => column)),
});

const cellsOf = ({ source, changes }: Draft): Cells => ({
  ...source.cells,
  ...Object.fromEntries(changes.map(({ column, to }) => [column, to])),
});

const staysCertain = ({ source, cells, changed }: Site, made: Cells): boolean =>
  isCertain(
    source.carriers,
    { cells: { ...cells, ...made }, answer: source.answer },
    new Set([...changed, ...Object.keys(made)]),
  );

const withChanges = (draft: Draft, made: Cells, by: string): Draft => {
  const before = cellsOf(draft);
  const added = Object.entries(made).flatMap(([column, to]) => {
    const from = before[column] ?? "";
    return from === to ? [] : [{ column, from, to, by }];
  });
  return { ...draft, changes: [...draft.changes, ...added] };
};

const unresolvedRow = (
  ground: Ground,
  source: Source,
  used: Set<string>,
  random: Random,
): MadeRow | null => {
  const { arena } = ground;
  const isCounted = arena.vetoes.includes("conserves-rows") && arena.failures === null;
  if (arena.gold.partial || isCounted) return null;
  const draft = { ground, source, random, changes: [] };
  for (const { name, disturb } of unsettlings) {
    const made = disturb(siteOf(draft));
    if (made === null) continue;
    const row = finished(withChanges(draft, made, name), 5, random.below(2) === 0, used, null);
    if (row !== null) return row;
  }
  return null;
};

const mostTries = 60;

/** The row with fresh keys, on the side of the held-out line that its source is on. */
const finished = (
  draft: Draft,
  level: ChallengeLevel,
  quoted: boolean,
  used: Set<string>,
  answer: readonly string[] | null = draft.source.gold.cells,
): MadeRow | null => {
  const { ground, source } = draft;
  for (let tries = 0; tries < mostTries; tries++) {
    const { keyed, fresh, gold } = withFreshKeys(draft, used);
    if (gold === null || (fresh.length === 0 && ground.identifiers.length > 0)) return null;
    if (answer !== null && !isSound(ground, source, gold)) continue;
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

const withFreshKeys = (draft: Draft, used: ReadonlySet<string>) => {
  const { ground, source, random } = draft;
  const fresh: Record<string, string> = {};
  for (const { column } of ground.identifiers)
    if ((source.cells[column] ?? "").trim() !== "")
      fresh[column] = freshValue(source.cells[column] ?? "", used, random);
  const keyed = withChanges(draft, fresh, "a fresh key");
  const gold = [...source.gold.cells];
  let isKnown = true;
  for (const carrier of source.carriers.filter(({ column }) => column in fresh)) {
    const said = saidBy(carrier, cellsOf(keyed));
    if (said === null) isKnown = false;
    else gold[carrier.gold] = untagged(said);
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
  }: Ground,
  source: Source,
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
