import { type VisibleScore, VisibleScorer } from "../../cells/score.ts";
import { typedRow } from "../../cells/typing.ts";
import type { Rows } from "../../domain/proposing.ts";
import { firstOf } from "../../kit/index.ts";
import { clash } from "./expr.ts";
import type { Frame } from "./frame.ts";
import type { Program } from "./program/program.ts";
import { keptOf } from "./rules/keep.ts";
import { textOf, typedValue, type Value } from "./typed.ts";

/** What a program would give, and what the judge would say of it. */
export interface SimulatedOutcome extends VisibleScore {
  /** One byte for each cell of each keyed visible gold row: 1 where it is right. */
  readonly right: Uint8Array;
}

/** Runs programs on all rows, with the judge's arithmetic for the visible gold. */
export class Simulator {
  readonly #all: Frame;
  readonly #scorer: VisibleScorer;
  readonly #gold: readonly (readonly string[])[];
  readonly #key: readonly number[];
  readonly #rowOfKey = new Map<string, number>();
  readonly #cells = new Map<string, readonly string[]>();
  readonly #known = new WeakMap<Program, SimulatedOutcome>();

  constructor(arena: Program["arena"], all: Frame, gold: Rows) {
    const { columns } = arena.master;
    this.#all = all;
    this.#gold = gold.map((cells) => typedRow(columns, cells));
    this.#scorer = new VisibleScorer(arena, this.#gold);
    this.#key = arena.gold.key.map((name) => columns.findIndex((column) => column.name === name));
    if (this.#key.length > 0)
      for (const [at, cells] of this.#gold.entries()) this.#rowOfKey.set(this.#keyOf(cells), at);
  }

  outcome(program: Program): SimulatedOutcome {
    const known = this.#known.get(program);
    if (known) return known;
    const needs = program.columns.flatMap(({ expr }) => expr.prepared);
    const rows = clash(needs) ? [] : this.rows(program);
    const made = { ...this.#scorer.score(rows), right: this.#right(rows) };
    this.#known.set(program, made);
    return made;
  }

  /** Which input rows become master rows. */
  emitted(program: Program): readonly number[] {
    return this.#keptRows(program, this.#emitted(program));
  }

  /** The typed rows of the master table. */
  rows(program: Program): readonly (readonly string[])[] {
    const kept = this.emitted(program);
    const columns = program.columns.map((_, at) => this.#typed(program, at));
    return kept.map((at) => columns.map((cells) => cells[at] ?? "t"));
  }

  /** Which input rows become master rows before duplicates go. */
  #emitted(program: Program): number[] {
    const drops = program.drops.map(({ guard }) => this.#all.where(guard));
    const needed = program.needed.map((name) => this.#values(program, name));
    return [...this.#all.rows.keys()].filter(
      (at) =>
        !drops.some((rows) => rows.has(at)) &&
        needed.every((values) => firstOf(values[at] ?? null) !== null),
    );
  }

  #keptRows(program: Program, emitted: readonly number[]): readonly number[] {
    const { keep } = program;
    if (keep === null) return emitted;
    const key = keep.key.map((name) => this.#values(program, name));
    return keptOf(
      emitted,
      keep,
      (at) => JSON.stringify(key.map((values) => textOf(values[at] ?? null))),
      (at, column) => this.#values(program, column)[at] ?? null,
    );
  }

  #values(program: Program, name: string): readonly Value[] {
    const rule = program.columns.find((column) => column.name === name);
    return rule ? this.#all.vector(rule.expr) : [];
  }

  #typed(program: Program, at: number): readonly string[] {
    const type = program.arena.master.columns[at]?.type ?? "text";
    const expr = program.columns[at]?.expr;
    if (expr === undefined) return [];
    const key = `${type} ${expr.key}`;
    const known = this.#cells.get(key);
    if (known) return known;
    const typed = new Map<Value, string>();
    const made = this.#all.vector(expr).map((value) => {
      const before = typed.get(value);
      if (before !== undefined) return before;
      const cell = typedValue(type, value);
      typed.set(value, cell);
      return cell;
    });
    this.#cells.set(key, made);
    return made;
  }

  #keyOf(cells: readonly string[]): string {
    return this.#key.map((at) => cells[at] ?? "").join("\u0001");
  }

  #right(rows: readonly (readonly string[])[]): Uint8Array {
    const width = this.#gold[0]?.length ?? 0;
    const marks = new Uint8Array(this.#rowOfKey.size === 0 ? 0 : this.#gold.length * width);
    if (marks.length === 0) return marks;
    for (const cells of rows) {
      const row = this.#rowOfKey.get(this.#keyOf(cells));
      if (row === undefined) continue;
      const wanted = this.#gold[row] ?? [];
      for (let at = 0; at < width; at++) if (cells[at] === wanted[at]) marks[row * width + at] = 1;
    }
    return marks;
  }
}
