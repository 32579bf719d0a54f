import type { ArenaKind } from "./arena.ts";
import { dateInText, dateLayouts, dateParts, durations } from "./clocks.ts";
import { constantForBlank, fixedSurround, numericBands, unitFactor } from "./codes.ts";
import { decimalsByFile, longToWide } from "./layouts.ts";
import { ledgersOverruled, ledgersPlaceholder, ledgersUnsettled } from "./ledgers.ts";
import { freeLine, longTail, relations } from "./lines.ts";
import { crossTable, lineBlocks, sideways, yearsAndMeasures } from "./reshapes.ts";

/** No test may look at these: they show in the bench how the search does on what it was not made by. */
export const benchOnlyKinds: readonly ArenaKind[] = [
  ledgersUnsettled,
  ledgersPlaceholder,
  ledgersOverruled,
  durations,
  dateLayouts,
  dateParts,
  dateInText,
  unitFactor,
  fixedSurround,
  constantForBlank,
  numericBands,
  freeLine,
  longTail,
  relations,
  longToWide,
  decimalsByFile,
  crossTable,
  lineBlocks,
  sideways,
  yearsAndMeasures,
];
