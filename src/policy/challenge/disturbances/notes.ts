import { type Disturb, firstThatWorks } from "./disturbance.ts";

const remarks = [
  'see "Q3, final" sheet, row 7',
  'paid in two parts, "cash", then transfer',
  "first, second, and third reminder",
  'cancelled, then "un-cancelled", keep',
];

/** Commas and quotes in a text that no answer comes from. */
export const quotedCommas: Disturb = (site) =>
  firstThatWorks(
    site,
    [...site.ground.traits.notes].filter(
      (column) => column in site.cells && !site.changed.has(column),
    ),
    (column) => ({ [column]: site.random.oneOf(remarks) ?? "" }),
  );
