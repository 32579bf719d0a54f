import { firstOf } from "../../../kit/index.ts";
import { sampled } from "../../search/order.ts";
import type { Row } from "../../search/rows.ts";
import { textOf, typed, typedValue, type Value } from "../../search/typed.ts";
import { keptOf } from "../program/keep.ts";
import type { Program } from "../program/program.ts";
import { type Score, scoreOf, type Wanted } from "../program/score.ts";
import { type Findings, hiddenShare } from "./findings.ts";

const mostRows = 2400;

/** Tries programs on the rows, as far as that can be done without a judge. */
export class Trial {
  readonly #rows: readonly Row[];
  readonly #wanted: Wanted;
  /** Where the gold is partial, rows under other keys are left out of every comparison. */
  readonly #isCompared: (cells: readonly string[]) => boolean;
  readonly #values = new Map<string, readonly Value[]>();

  constructor(findings: Findings) {
    const { arena, rows, gold } = findings;
    const share = Math.min(1, mostRows / Math.max(rows.length, 1));
    const paired = new Set(findings.pairs.map(({ row }) => row));
    const kept = sampled(findings.pairs, Math.ceil(findings.pairs.length * share));
    const spare = rows.filter((_, at) => !paired.has(at));
    const unpaired = gold.length - findings.pairs.length;
    this.#rows = [
      ...kept.flatMap(({ row }) => rows[row] ?? []),
      ...sampled(spare, Math.ceil(spare.length * share)),
    ];
    const pairedGold = new Set(findings.pairs.map(({ gold: at }) => at));
    const lost = gold.filter((_, at) => !pairedGold.has(at)).slice(0, Math.ceil(unpaired * share));
    const { columns, required } = arena.master;
    const hidden = hiddenShare(findings);
    this.#wanted = {
      columns,
      required,
      gold: [...kept.map(({ gold: at }) => gold[at] ?? []), ...lost].map((cells) =>
        columns.map(({ type }, at) => typed(type, cells[at] ?? "")),
      ),
      allowance: arena.gold.partial
        ? 0
        : Math.floor((gold.length * share * hidden) / Math.max(1 - hidden, 0.05)),
      checks: columns.filter(({ type }) => type !== "text").length + required.length + 8,
    };
    this.#isCompared = arena.gold.partial ? hasKeyOf(this.#wanted, arena.gold.key) : () => true;
  }

  score(program: Program): Score {
    return scoreOf(this.output(program).filter(this.#isCompared), this.#wanted);
  }

  /** The typed rows of the master table. */
  output(program: Program): string[][] {
    const columns = program.columns.map(({ expr }) => this.#valuesOf(expr.key, expr.run));
    const needed = program.needed.map((name) => indexOf(program, name));
    const emitted = this.#rows.flatMap((row, at) => {
      if (program.drops.some(({ guard }) => guard.holds(row))) return [];
      if (needed.some((column) => firstOf(columns[column]?.[at]) === null)) return [];
      return [columns.map((cells) => cells[at] ?? null)];
    });
    const types = this.#wanted.columns.map(({ type }) => type);
    return keptRows(program, emitted).map((values) =>
      values.map((value, column) => typedValue(types[column] ?? "text", value)),
    );
  }

  #valuesOf(key: string, run: (row: Row) => Value): readonly Value[] {
    const known = this.#values.get(key);
    if (known) return known;
    const values = this.#rows.map(run);
    this.#values.set(key, values);
    return values;
  }
}

const hasKeyOf = ({ columns, gold }: Wanted, key: readonly string[]) => {
  const at = key.map((name) => columns.findIndex((column) => column.name === name));
  const keyOf = (cells: readonly string[]) => JSON.stringify(at.map((column) => cells[column]));
  const known = new Set(gold.map(keyOf));
  return (cells: readonly string[]) => known.has(keyOf(cells));
};

const indexOf = ({ columns }: Program, name: string): number =>
  columns.findIndex((rule) => rule.name === name);

const keptRows = (program: Program, rows: readonly (readonly Value[])[]) => {
  const { keep } = program;
  if (keep === null) return rows;
  const key = keep.key.map((name) => indexOf(program, name));
  return keptOf(
    rows,
    keep,
    (values) => JSON.stringify(key.map((at) => textOf(values[at] ?? null))),
    (values, column) => values[indexOf(program, column)] ?? null,
  );
};
