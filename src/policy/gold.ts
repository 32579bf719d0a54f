import { isHeldOut } from "../cells/held-out.ts";
import { comparedRow, typedRow } from "../cells/typing.ts";
import type { Arena } from "../domain/arena.ts";
import { isPlain } from "../domain/columns.ts";
import { type Sha, sha256 } from "../domain/digest.ts";
import { Uint32List } from "./judge/compact.ts";
import { KeyIndex, RowIndex } from "./judge/gold-index.ts";

/** Distinct gold rows; how often each is wanted; 1 where it is held out. */
export interface HeldOutChoice {
  readonly rows: RowIndex;
  readonly counts: Uint32List;
  readonly heldOut: Uint32List;
}

/** The right answer: a multiset of typed rows, some of them held out. */
export interface Gold extends HeldOutChoice {
  readonly arena: Arena;
  /** Null unless the arena names the columns that identify a row. */
  readonly keys: KeyIndex | null;
  readonly size: number;
  readonly heldOutSize: number;
}

export class GoldBuilder {
  readonly #arena: Arena;
  readonly #rows: RowIndex;
  readonly #keys: KeyIndex | null;
  readonly #counts = new Uint32List();
  readonly #heldOut = new Uint32List();
  readonly #isPlain: boolean;
  #size = 0;
  #heldOutSize = 0;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#isPlain = arena.master.columns.every(isPlain);
    this.#rows = new RowIndex(arena.master.columns.length);
    this.#keys = arena.gold.key.length > 0 ? new KeyIndex(arena) : null;
  }

  /** One gold row, its cells in the master table's column order; gives it as it is typed. */
  add(cells: readonly string[]): readonly string[] {
    const { columns } = this.#arena.master;
    const typed = typedRow(columns, cells);
    const compared = this.#isPlain ? typed : comparedRow(columns, typed);
    const row = this.#rows.add(compared);
    if (row === this.#counts.length) this.#admit(row, compared);
    this.#counts.add(row, 1);
    this.#size++;
    this.#heldOutSize += this.#heldOut.at(row);
    return typed;
  }

  build(): Gold {
    return {
      arena: this.#arena,
      rows: this.#rows,
      counts: this.#counts,
      heldOut: this.#heldOut,
      keys: this.#keys,
      size: this.#size,
      heldOutSize: this.#heldOutSize,
    };
  }

  #admit(row: number, typed: readonly string[]): void {
    const heldOut = isHeldOut(this.#arena.name, this.#arena.holdout, typed);
    this.#counts.push(0);
    this.#heldOut.push(heldOut ? 1 : 0);
    this.#keys?.add(row, this.#rows.numbersAt(row), !heldOut);
  }
}

/** The same word on one row that was read by itself. */
export const isHeldOutRow = ({ name, holdout, master }: Arena, cells: readonly string[]): boolean =>
  isHeldOut(name, holdout, comparedRow(master.columns, typedRow(master.columns, cells)));

/** Says which rows are held out, in whatever order the gold lists them. */
export const heldOutDigest = ({ rows, counts, heldOut }: HeldOutChoice): Sha => {
  const digests: string[] = [];
  for (let row = 0; row < rows.size; row++)
    if (heldOut.at(row)) digests.push(sha256(JSON.stringify([rows.cellsAt(row), counts.at(row)])));
  return sha256(digests.sort().join("\n"));
};
