import { createHash, type Hash } from "node:crypto";
import { RowAligner } from "../cells/align-rows.ts";
import { type Sha, sha256 } from "../domain/digest.ts";

/** What happened to one row between two outputs. */
export interface RowChange {
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
}

export interface RowChanges {
  /** The first of them, a changed row as one. */
  readonly shown: readonly RowChange[];
  readonly removed: number;
  readonly added: number;
}

const mostShown = 20;
/** Beyond so many, nobody pairs rows by eye either. */
const mostPaired = 200;

/** How two tables differ as multisets of rows, with likely partners side by side. */
export class RowComparison {
  readonly #balance = new Map<string, number>();

  before(row: readonly string[]): void {
    this.#count(row, 1);
  }

  after(row: readonly string[]): void {
    this.#count(row, -1);
  }

  changes(): RowChanges {
    const removed = this.#rows((balance) => balance);
    const added = this.#rows((balance) => -balance);
    return {
      shown: paired(removed.slice(0, mostPaired), added.slice(0, mostPaired)).slice(0, mostShown),
      removed: removed.length,
      added: added.length,
    };
  }

  #count(row: readonly string[], by: 1 | -1): void {
    const key = JSON.stringify(row);
    const balance = (this.#balance.get(key) ?? 0) + by;
    if (balance === 0) this.#balance.delete(key);
    else this.#balance.set(key, balance);
  }

  #rows(timesIn: (balance: number) => number): string[][] {
    return [...this.#balance].flatMap(([key, balance]) =>
      Array.from({ length: Math.max(0, timesIn(balance)) }, (): string[] => JSON.parse(key)),
    );
  }
}

/** Partners share at least half of their cells. */
const paired = (removed: readonly string[][], added: readonly string[][]): RowChange[] => {
  const columns = removed[0]?.map(() => "text" as const) ?? [];
  const partners = new Map(
    new RowAligner(added, columns)
      .pairs(removed)
      .filter(({ row, gold }) => isHalfAlike(removed[row] ?? [], added[gold] ?? []))
      .map(({ row, gold }) => [row, gold]),
  );
  const taken = new Set(partners.values());
  const changed = [...partners].map(([before, after]) => ({
    before: removed[before] ?? null,
    after: added[after] ?? null,
  }));
  const come = added.filter((_, at) => !taken.has(at)).map((after) => ({ before: null, after }));
  const gone = removed
    .filter((_, at) => !partners.has(at))
    .map((before) => ({ before, after: null }));
  return [...changed, ...come, ...gone];
};

const isHalfAlike = (a: readonly string[], b: readonly string[]): boolean =>
  2 * a.filter((cell, at) => cell === b[at]).length >= a.length;

/** What a table holds, so that two can be compared without keeping either. */
export interface TableDigest {
  /** Without the header. */
  readonly rows: number;
  readonly inOrder: Sha;
  /** The same for the same rows in any order. */
  readonly asMultiset: string;
}

const modulus = 2n ** 256n;

export class TableDigester {
  readonly #inOrder: Hash = createHash("sha256");
  #sum = 0n;
  #rows = -1;

  take(rows: readonly (readonly string[])[]): void {
    for (const row of rows) {
      const digest = sha256(JSON.stringify(row));
      this.#inOrder.update(digest);
      this.#sum = (this.#sum + BigInt(`0x${digest}`)) % modulus;
      this.#rows++;
    }
  }

  /** The table cannot be read on: it is like none that can, nor like one that ends otherwise. */
  breakOff(why: string): void {
    const digest = sha256(JSON.stringify({ unreadable: why }));
    this.#inOrder.update(digest);
    this.#sum = (this.#sum + BigInt(`0x${digest}`)) % modulus;
  }

  digest(): TableDigest {
    return {
      rows: Math.max(0, this.#rows),
      inOrder: this.#inOrder.digest("hex") as Sha,
      asMultiset: this.#sum.toString(16),
    };
  }
}
