import type { ArenaKind } from "./arena.ts";
import { arithmetic } from "./arithmetic.ts";
import { clockTimes, conditionalDates, nights } from "./clocks.ts";
import { removedCharacters, zeroPadding } from "./codes.ts";
import { dates } from "./dates.ts";
import { dropped } from "./dropped.ts";
import { fallbacks } from "./fallbacks.ts";
import { few } from "./few.ts";
import { fillDown } from "./fill-down.ts";
import { first } from "./first.ts";
import { glued } from "./glued.ts";
import { large } from "./large.ts";
import { latest } from "./latest.ts";
import { explodedLists, subtitles } from "./layouts.ts";
import { ledgersAdjusted, ledgersResolved, ledgersWithoutFlags } from "./ledgers.ts";
import { keywordFlags, nthNumber, usualByTwo, varyingMarks, wildcards } from "./lines.ts";
import { lookup } from "./lookup.ts";
import { merge } from "./merge.ts";
import { names } from "./names.ts";
import { nulls } from "./nulls.ts";
import { offices } from "./offices.ts";
import { renamedFinance } from "./renamed-finance.ts";
import { columnGroups, headerInRow, keyValueLines, sectionedLists } from "./reshapes.ts";
import { signs } from "./signs.ts";
import { spellingMap } from "./spellings.ts";
import { split } from "./split.ts";
import { units } from "./units.ts";
import { unpivot } from "./unpivot.ts";
import { unsolvable } from "./unsolvable.ts";
import { usual } from "./usual.ts";

export type { ArenaKind } from "./arena.ts";
export { benchOnlyKinds } from "./bench-only.ts";
export { writeArena } from "./write.ts";

export const arenaKinds: readonly ArenaKind[] = [
  renamedFinance,
  units,
  split,
  merge,
  glued,
  names,
  dates,
  offices,
  signs,
  nulls,
  spellingMap,
  usual,
  fallbacks,
  dropped,
  latest,
  first,
  fillDown,
  unpivot,
  arithmetic,
  lookup,
  few,
  large,
  unsolvable,
];

/** Those that the search is still to learn; each joins the others once it is repaired. */
export const newKinds: readonly ArenaKind[] = [
  ledgersWithoutFlags,
  ledgersAdjusted,
  ledgersResolved,
  zeroPadding,
  removedCharacters,
  nights,
  clockTimes,
  conditionalDates,
  nthNumber,
  varyingMarks,
  wildcards,
  keywordFlags,
  usualByTwo,
  subtitles,
  explodedLists,
  headerInRow,
  columnGroups,
  keyValueLines,
  sectionedLists,
];
