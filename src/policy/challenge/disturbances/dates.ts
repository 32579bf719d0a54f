import { untagged } from "../../../cells/typing.ts";
import { type Disturb, firstThatWorks, freeDates } from "./disturbance.ts";

/** The same day in another notation of the same column. */
export const otherDates: Disturb = (site) =>
  firstThatWorks(site, freeDates(site), ({ column, gold, reading }) => {
    const present = (site.cells[column] ?? "").trim();
    const spellings = reading.spellings(untagged(site.source.answer[gold] ?? ""));
    const to = site.random.oneOf(spellings.filter((spelling) => spelling !== present));
    return to === undefined ? null : { [column]: to };
  });
