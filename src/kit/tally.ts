import { isBlank } from "./missing.ts";
import { asText, type MaybeText } from "./value.ts";

/** Counts values by group. */
export interface Tally {
  /** Counts a value, as it is written, for a group; blank values are not counted. */
  add(group: MaybeText, value: MaybeText): void;
  /** The value counted most often for the group; `null` when there is none or a tie. */
  mostUsual(group: MaybeText): string | null;
}

interface Group {
  readonly counts: Map<string, number>;
  highest: number;
  winner: string | null;
}

/**
 * Learns from the rows what is usual: the city of a zip code, or the spelling of a name when
 * the group is `canonicalToken(name)`. The order of the rows does not matter.
 *
 * ```ts
 * const cities = createTally();
 * for await (const row of input.records()) cities.add(row.zip, row.city);
 * for await (const row of input.records())
 *   emit("master", { zip: trim(row.zip), city: firstOf(cities.mostUsual(row.zip), row.city) });
 * ```
 */
export function createTally(): Tally {
  const groups = new Map<string, Group>();
  return {
    add(group, value) {
      if (isBlank(value)) return;
      const name = asText(group);
      const known = groups.get(name) ?? { counts: new Map(), highest: 0, winner: null };
      groups.set(name, known);
      count(known, asText(value));
    },
    mostUsual: (group) => groups.get(asText(group))?.winner ?? null,
  };
}

/** Keeps the winner up to date, so that asking costs nothing however large the group is. */
function count(group: Group, value: string): void {
  const times = (group.counts.get(value) ?? 0) + 1;
  group.counts.set(value, times);
  if (times < group.highest) return;
  group.winner = times > group.highest ? value : null;
  group.highest = times;
}
