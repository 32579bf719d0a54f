import type { Operator } from "../operator.ts";
import { amounts } from "./amounts.ts";
import { days } from "./days.ts";
import { formulas } from "./formulas.ts";
import { nothings } from "./nothings.ts";
import { pieces } from "./pieces.ts";
import { shapes } from "./shapes.ts";
import { respelt, tables } from "./tables.ts";
import { templates } from "./templates.ts";
import { tidy } from "./tidy.ts";
import { usual } from "./usual.ts";

/**
 * Every operator, the plainest kinds first. A kind is asked only where those before it leave
 * something unexplained, so that the smallest program is found and no more is tried than needed.
 */
export const operators: readonly (readonly Operator[])[] = [
  [tidy, amounts, days, nothings],
  [pieces, shapes],
  [usual, formulas],
  [respelt, templates],
  [tables],
];

/** Those that learn answers by heart: held back, they must learn anew from the rows that are left. */
export const learning: ReadonlySet<Operator> = new Set([nothings, respelt, tables]);

/** Those that put several sources together, and must see all of them at once. */
export const combining: ReadonlySet<Operator> = new Set([formulas, pieces, templates, usual]);
