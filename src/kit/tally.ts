import { isBlank } from "./missing.ts";
import { entryOf, type NearestOptions, nearest, type SpelledWord } from "./spelling.ts";
import { asText, type MaybeText } from "./value.ts";

/** Counts values by group. */
export interface Tally {
  /** Counts a value, as it is written, for a group; blank values are not counted. */
  add(group: MaybeText, value: MaybeText): void;
  /** The value counted most often for the group; `null` when there is none or a tie. */
  mostUsual(group: MaybeText): string | null;
  /** How often the value was counted for the group. */
  count(group: MaybeText, value: MaybeText): number;
  /**
   * Among the values of the group that were counted at least `times` times (default 2) the one
   * nearest to this one: itself, or one as `nearestOf` finds it; `null` when there is none or a tie.
   */
  nearest(
    group: MaybeText,
    value: MaybeText,
    options?: NearestOptions & { times?: number },
  ): string | null;
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
 *
 * By two columns: `cities.add(rowKey(row, ["zip", "country"]), row.city)`. A letter gone wrong:
 * `cities.nearest(row.zip, row.city, { wildcards: "x" })`.
 */
export function createTally(): Tally {
  const groups = new Map<string, Group>();
  const groupOf = (name: MaybeText) => groups.get(asText(name));
  return {
    add(group, value) {
      if (isBlank(value)) return;
      const known = groupOf(group) ?? new Group();
      groups.set(asText(group), known);
      known.add(asText(value));
    },
    mostUsual: (group) => groupOf(group)?.winner ?? null,
    count: (group, value) => groupOf(group)?.counts.get(asText(value)) ?? 0,
    nearest: (group, value, options = {}) =>
      groupOf(group)?.nearest(asText(value), options) ?? null,
  };
}

class Group {
  readonly counts = new Map<string, number>();
  winner: string | null = null;
  #highest = 0;
  /** Answers given since the last value was counted. */
  #answers = new Map<string, string | null>();
  #usual: { readonly times: number; readonly entries: readonly SpelledWord[] } | null = null;

  /** Keeps the winner up to date, so that asking costs nothing however large the group is. */
  add(value: string): void {
    const times = (this.counts.get(value) ?? 0) + 1;
    this.counts.set(value, times);
    this.#usual = null;
    if (times < this.#highest) return;
    this.winner = times > this.#highest ? value : null;
    this.#highest = times;
  }

  nearest(value: string, options: NearestOptions & { times?: number }): string | null {
    const { times = 2, within = 1, wildcards = "" } = options;
    if ((this.counts.get(value) ?? 0) >= times) return value;
    const entries = this.#entries(times);
    const asked = `${within} ${wildcards} ${value}`;
    const known = this.#answers.get(asked);
    if (known !== undefined) return known;
    const found = nearest(value, entries, { within, wildcards });
    this.#answers.set(asked, found);
    return found;
  }

  #entries(times: number): readonly SpelledWord[] {
    if (this.#usual?.times === times) return this.#usual.entries;
    const usual = [...this.counts].filter(([, count]) => count >= times);
    this.#usual = { times, entries: usual.map(([value]) => entryOf(value)) };
    this.#answers = new Map();
    return this.#usual.entries;
  }
}
