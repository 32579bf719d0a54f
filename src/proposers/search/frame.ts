import { BitSet } from "./bitset.ts";
import type { Doc } from "./doc.ts";
import type { Expr } from "./expr.ts";
import type { Row } from "./rows.ts";
import type { Value } from "./typed.ts";

/** When a rule applies. */
export interface Guard {
  readonly code: Doc;
  readonly key: string;
  readonly words: string;
  readonly bits: number;
  readonly column: string;
  readonly holds: (row: Row) => boolean;
}

const mostVectors = 6000;

/** Some rows, and what programs gave for them: each is run once, and once for each distinct value. */
export class Frame {
  readonly rows: readonly Row[];
  readonly #vectors = new Map<string, readonly Value[]>();
  readonly #sets = new Map<string, BitSet>();
  /** The frame that these rows are taken from, which may know the answers. */
  readonly #whole: { readonly frame: Frame; readonly at: readonly number[] } | null;

  constructor(rows: readonly Row[], whole: { frame: Frame; at: readonly number[] } | null = null) {
    this.rows = rows;
    this.#whole = whole;
  }

  vector(expr: Expr): readonly Value[] {
    const known = this.#vectors.get(expr.key);
    if (known) return known;
    const made = this.#picked(expr) ?? this.#run(expr);
    if (this.#vectors.size >= mostVectors) this.#vectors.clear();
    this.#vectors.set(expr.key, made);
    return made;
  }

  where(guard: Guard): BitSet {
    const known = this.#sets.get(guard.key);
    if (known) return known;
    const { rows } = this;
    const found = BitSet.where(rows.length, (at) => {
      const row = rows[at];
      return row !== undefined && guard.holds(row);
    });
    this.#sets.set(guard.key, found);
    return found;
  }

  picked(at: readonly number[]): Frame {
    return new Frame(
      at.flatMap((index) => this.rows[index] ?? []),
      { frame: this, at },
    );
  }

  #picked(expr: Expr): readonly Value[] | null {
    if (this.#whole === null || expr.memorises > 0) return null;
    const values = this.#whole.frame.known(expr);
    return values === null ? null : this.#whole.at.map((at) => values[at] ?? null);
  }

  /** What is known already, of these rows or those that they are taken from. */
  known(expr: Expr): readonly Value[] | null {
    return this.#vectors.get(expr.key) ?? null;
  }

  #run(expr: Expr): readonly Value[] {
    const [only, ...others] = expr.parts;
    if (only === undefined) return this.rows.map((row) => expr.combine([], row));
    if (others.length === 0) return this.#each(expr, this.vector(only));
    const columns = expr.parts.map((part) => this.vector(part));
    return this.rows.map((row, at) =>
      expr.combine(
        columns.map((values) => values[at] ?? null),
        row,
      ),
    );
  }

  #each(expr: Expr, values: readonly Value[]): readonly Value[] {
    const known = new Map<Value, Value>();
    return values.map((value, at) => {
      const before = known.get(value);
      if (before !== undefined) return before;
      const row = this.rows[at];
      const made = row === undefined ? null : expr.combine([value], row);
      known.set(value, made);
      return made;
    });
  }
}
