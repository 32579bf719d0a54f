import type { Operator } from "../operator.ts";
import { amounts } from "./amounts.ts";
import { bands } from "./bands.ts";
import { otherBases } from "./bases.ts";
import { counts } from "./counts.ts";
import { days } from "./days.ts";
import { durations } from "./durations.ts";
import { edits } from "./edits.ts";
import { formulas } from "./formulas.ts";
import { keywords } from "./keywords.ts";
import { layouts } from "./layouts.ts";
import { lists } from "./lists.ts";
import { masks } from "./masks.ts";
import { measures } from "./measures.ts";
import { nothings } from "./nothings.ts";
import { nthParts } from "./nth.ts";
import { separatedPieces } from "./pieces.ts";
import { shapes } from "./shapes.ts";
import { spans } from "./spans.ts";
import { spelling } from "./spelling.ts";
import { respelt, tables } from "./tables.ts";
import { templates } from "./templates.ts";
import { tidy } from "./tidy.ts";
import { usual } from "./usual.ts";
import { usualByTwo } from "./usual-by-two.ts";
import { varyingMarks } from "./varying-marks.ts";
import { widths } from "./widths.ts";

/**
 * Every operator, the plainest kinds first. A kind is asked only where those before it leave
 * something unexplained, so that the smallest program is found and no more is tried than needed.
 */
export const operators: readonly (readonly Operator[])[] = [
  [tidy, widths, amounts, measures, days, layouts, durations, otherBases, spans, nothings],
  [masks, edits, separatedPieces, nthParts, varyingMarks, shapes],
  [usual, usualByTwo, spelling, bands, keywords, counts, formulas],
  [respelt, lists, templates, edits],
  [tables],
];

/** Those that learn answers by heart: held back, they must learn anew from the rows that are left. */
export const learning: ReadonlySet<Operator> = new Set([
  nothings,
  bands,
  keywords,
  respelt,
  tables,
]);

/** Those that put several sources together, and must see all of them at once. */
export const combining: ReadonlySet<Operator> = new Set([
  formulas,
  separatedPieces,
  templates,
  usual,
]);
