import { hash } from "node:crypto";
import { isHeldOut } from "../cells/held-out.ts";
import type { ColumnType } from "../domain/columns.ts";
import type { RowIndex } from "./judge/gold-index.ts";
import { RowJson } from "./judge/row-json.ts";

const range = 2 ** 48;

/** Says which rows of an index are held out. */
export class HeldOutChoice {
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
