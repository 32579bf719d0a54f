import { sorted } from "../order.ts";

/** How often each feature stands in the rows, and in which. */
export class Index {
  readonly rows: readonly ReadonlySet<string>[];
  readonly #postings = new Map<string, number[]>();

  constructor(rows: readonly ReadonlySet<string>[]) {
    this.rows = rows;
    for (const [at, features] of rows.entries())
      for (const feature of features) {
        const posting = this.#postings.get(feature);
        if (posting) posting.push(at);
        else this.#postings.set(feature, [at]);
      }
  }

  /** Rare features tell rows apart; those in every row say nothing. */
  weight(feature: string): number {
    const seen = this.#postings.get(feature)?.length ?? 0;
    if (seen === 0) return 0;
    const rarity = Math.log2((this.rows.length + 1) / seen) + 0.1;
    return feature.startsWith("~") ? rarity / 2 : rarity;
  }

  /** The rows that share the rarest of these features, some hundreds at most. */
  near(features: readonly string[], most = 400): number[] {
    const found = new Set<number>();
    const lists = features.flatMap((feature) => [this.#postings.get(feature) ?? []]);
    for (const list of sorted(lists, ({ length }) => length)) {
      if (found.size > 0 && found.size + list.length > most) break;
      for (const at of list.slice(0, most)) found.add(at);
    }
    return [...found];
  }
}
