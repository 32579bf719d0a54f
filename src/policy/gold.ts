import { hash } from "node:crypto";
import type { CellRule } from "../cells/checks.ts";
import { isHeldOut } from "../cells/held-out.ts";
import { comparedRow, typedRow } from "../cells/typing.ts";
import type { Arena } from "../domain/arena.ts";
import { CellBatch } from "../domain/cell-batch.ts";
import type { ColumnType } from "../domain/columns.ts";
import { type Sha, sha256 } from "../domain/digest.ts";
import { ColumnScan } from "./judge/column-scan.ts";
import { Uint32List } from "./judge/compact.ts";
import { KeyIndex, RowIndex } from "./judge/gold-index.ts";
import { RowJson } from "./judge/row-json.ts";

/** Distinct gold rows; how often each is wanted; 1 where it is held out. */
export interface HeldOutRows {
  readonly rows: RowIndex;
  readonly counts: Uint32List;
  readonly heldOut: Uint32List;
}

/** The right answer: a multiset of typed rows, some of them held out. */
export interface Gold extends HeldOutRows {
  readonly arena: Arena;
  /** Null unless the arena names the columns that identify a row. */
  readonly keys: KeyIndex | null;
  readonly size: number;
  readonly heldOutSize: number;
}

/** A rule that the cells of one column must keep. */
export interface GoldRule {
  readonly at: number;
  readonly rule: CellRule;
}

export class GoldBuilder {
  readonly #arena: Arena;
  readonly #rows: RowIndex;
  readonly #keys: KeyIndex | null;
  readonly #counts = new Uint32List();
  readonly #heldOut = new Uint32List();
  readonly #columns: readonly ColumnScan[];
  readonly #numbers: Uint32Array;
  readonly #choice: HeldOutChoice;
  #size = 0;
  #heldOutSize = 0;

  constructor(arena: Arena, rules: readonly GoldRule[] = []) {
    const { columns } = arena.master;
    this.#arena = arena;
    const types = columns.map(({ type }) => type);
    this.#choice = new HeldOutChoice(arena.name, arena.holdout, types);
    this.#rows = new RowIndex(types);
    this.#keys = arena.gold.key.length > 0 ? new KeyIndex(arena) : null;
    this.#numbers = new Uint32Array(columns.length);
    this.#columns = columns.map((column, at) => {
      const ofColumn = rules.filter((rule) => rule.at === at).map(({ rule }) => rule);
      return new ColumnScan(column, ofColumn, { does: "add", cells: this.#rows.column(at) });
    });
  }

  /** One gold row, its cells in the master table's column order. */
  add(cells: readonly string[]): void {
    this.take(CellBatch.of([cells]), 0, [...cells.keys()]);
  }

  /**
   * One row of a batch, in which the master table's columns stand at the given positions. Says
   * whether it keeps the rules.
   */
  take(batch: CellBatch, row: number, positions: readonly number[]): boolean {
    let isSound = true;
    for (let at = 0; at < this.#columns.length; at++) {
      const column = this.#columns[at];
      if (column === undefined) continue;
      this.#numbers[at] = column.takeFrom(batch, row, positions[at] ?? -1);
      if (column.broken !== 0) isSound = false;
    }
    const distinct = this.#rows.add(this.#numbers);
    if (distinct === this.#counts.length) this.#admit(distinct);
    this.#counts.add(distinct, 1);
    this.#size++;
    this.#heldOutSize += this.#heldOut.at(distinct);
    return isSound;
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

  #admit(row: number): void {
    const isHeldOut = this.#choice.includes(this.#rows, row);
    this.#counts.push(0);
    this.#heldOut.push(isHeldOut ? 1 : 0);
    this.#keys?.add(row, this.#rows.numbersAt(row), !isHeldOut);
  }
}

/** The same word on one row that was read by itself. */
export const isHeldOutRow = ({ name, holdout, master }: Arena, cells: readonly string[]): boolean =>
  isHeldOut(name, holdout, comparedRow(master.columns, typedRow(master.columns, cells)));

/** Says which rows are held out, in whatever order the gold lists them. */
export const heldOutDigest = ({ rows, counts, heldOut }: HeldOutRows): Sha => {
  const digests: string[] = [];
  for (let row = 0; row < rows.size; row++)
    if (heldOut.at(row)) digests.push(sha256(JSON.stringify([rows.cellsAt(row), counts.at(row)])));
  return sha256(digests.sort().join("\n"));
};

const range = 2 ** 48;

/** Says which rows of an index are held out. */
class HeldOutChoice {
  readonly #arena: string;
  readonly #share: number;
  readonly #types: readonly ColumnType[];
  readonly #begin: string;
  readonly #json = new RowJson();

  constructor(arena: string, share: number, types: readonly ColumnType[]) {
    this.#arena = arena;
    this.#share = share;
    this.#types = types;
    this.#begin = `[${JSON.stringify(arena)},[`;
  }

  includes(rows: RowIndex, row: number): boolean {
    if (this.#share === 0) return false;
    if (!this.#write(rows, row)) return isHeldOut(this.#arena, this.#share, rows.cellsAt(row));
    const digest = hash("sha256", this.#json.bytes, "binary");
    let number = 0;
    for (let at = 0; at < 6; at++) number = number * 256 + digest.charCodeAt(at);
    return number < this.#share * range;
  }

  #write(rows: RowIndex, row: number): boolean {
    this.#json.begin(this.#begin);
    for (let at = 0; at < this.#types.length; at++)
      if (!rows.column(at).writeTo(this.#json, rows.numberAt(row, at))) return false;
    this.#json.write("]]");
    return true;
  }
}
