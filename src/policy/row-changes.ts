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

const paired = (removed: readonly string[][], added: readonly string[][]): RowChange[] => {
  const free = [...added];
  const changed: RowChange[] = [];
  const gone: RowChange[] = [];
  for (const before of removed) {
    const partner = bestPartner(before, free);
    if (partner === -1) gone.push({ before, after: null });
    else changed.push({ before, after: free.splice(partner, 1)[0] ?? null });
  }
  return [...changed, ...free.map((after) => ({ before: null, after })), ...gone];
};

/** The row that shares the most cells, and at least half of them. */
const bestPartner = (row: readonly string[], rows: readonly (readonly string[])[]): number => {
  const shared = rows.map((other) => row.filter((cell, at) => cell === other[at]).length);
  const most = Math.max(...shared);
  return 2 * most >= row.length ? shared.indexOf(most) : -1;
};
