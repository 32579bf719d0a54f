import { breaksRule, type CellRule } from "../../cells/checks.ts";
import { comparedCell, typed } from "../../cells/typing.ts";
import type { CellBatch } from "../../domain/cell-batch.ts";
import type { Column } from "../../domain/columns.ts";
import { hashOf } from "./compact.ts";
import { type DistinctCells, unknown } from "./gold-index.ts";
import { isOneSpelling, surelyKeeps } from "./known-spelling.ts";

/** What becomes of a cell's value: looked up among known ones, added to them, or nothing. */
export type CellUse =
  | { readonly does: "find" | "add"; readonly cells: DistinctCells }
  | { readonly does: "nothing" };

const remembered = 2048;
const longestRemembered = 24;
const nothingYet = 0xff;

/**
 * Reads the cells of one column from their bytes: the number under which its value is known, and
 * which rules it breaks. Most cells are in their value's one spelling and never become texts; of the
 * others, short ones that came by lately are not read again.
 */
export class ColumnScan {
  /** A bit for each of the rules that the last cell breaks. */
  broken = 0;
  readonly #column: Column;
  readonly #rules: readonly CellRule[];
  readonly #use: CellUse;
  readonly #isComparedAsTyped: boolean;
  /** The cells that came by lately, each in the place that its hash gives it. */
  readonly #lengths = new Uint8Array(remembered).fill(nothingYet);
  readonly #bytes = new Uint8Array(remembered * longestRemembered);
  readonly #numbers = new Uint32Array(remembered);
  readonly #broken = new Uint8Array(remembered);

  constructor(column: Column, rules: readonly CellRule[], use: CellUse) {
    if (rules.length > 8) throw new RangeError(`${rules.length} rules for ${column.name}`);
    this.#column = column;
    this.#rules = rules;
    this.#use = use;
    this.#isComparedAsTyped = !column.ignore && column.compare !== "folded";
  }

  /** One cell of a batch; at position -1 stands a column that is not there, and reads as blank. */
  takeFrom(batch: CellBatch, row: number, position: number): number {
    if (position === -1) return this.#take(batch.bytes, 0, 0);
    const cell = row * batch.width + position;
    return this.#take(batch.bytes, batch.starts[cell] ?? 0, batch.ends[cell] ?? 0);
  }

  #take(bytes: Buffer, from: number, to: number): number {
    this.broken = 0;
    const hash = hashOf(bytes, from, to);
    if (this.#isSurelySound(bytes, from, to)) return this.#numberOfBytes(bytes, from, to, hash);
    if (to - from > longestRemembered) return this.#read(bytes.toString("utf8", from, to));
    const place = (hash ^ (hash >>> 15)) & (remembered - 1);
    if (!this.#isAt(place, bytes, from, to)) {
      const number = this.#read(bytes.toString("utf8", from, to));
      this.#remember(place, bytes, from, to, number);
      return number;
    }
    this.broken = this.#broken[place] ?? 0;
    return this.#numbers[place] ?? unknown;
  }

  /** Whether the cell is in the spelling that it is compared in, and keeps every rule. */
  #isSurelySound(bytes: Uint8Array, from: number, to: number): boolean {
    const { type } = this.#column;
    if (!this.#isComparedAsTyped || !isOneSpelling(type, bytes, from, to)) return false;
    for (let at = 0; at < this.#rules.length; at++) {
      const rule = this.#rules[at];
      if (rule && !surelyKeeps(rule, type, bytes, from, to)) return false;
    }
    return true;
  }

  #isAt(place: number, bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#lengths[place] !== to - from) return false;
    for (let at = from, kept = place * longestRemembered; at < to; at++, kept++)
      if (this.#bytes[kept] !== bytes[at]) return false;
    return true;
  }

  #remember(place: number, bytes: Uint8Array, from: number, to: number, number: number): void {
    this.#lengths[place] = to - from;
    for (let at = from, kept = place * longestRemembered; at < to; at++, kept++)
      this.#bytes[kept] = bytes[at] ?? 0;
    this.#numbers[place] = number;
    this.#broken[place] = this.broken;
  }

  #numberOfBytes(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const use = this.#use;
    if (use.does === "find") return use.cells.findBytes(bytes, from, to, hash);
    return use.does === "add" ? use.cells.addBytes(bytes, from, to, hash) : unknown;
  }

  #read(raw: string): number {
    const use = this.#use;
    const typedCell = typed(this.#column.type, raw);
    for (const [bit, rule] of this.#rules.entries())
      if (breaksRule(rule, typedCell)) this.broken |= 1 << bit;
    if (use.does === "nothing") return unknown;
    const cell = comparedCell(this.#column, typedCell);
    return use.does === "find" ? use.cells.find(cell) : use.cells.add(cell);
  }
}
