import { firstOf } from "../../../kit/index.ts";
import { sampled } from "../order.ts";
import type { Program } from "../program/program.ts";
import { type Score, scoreOf, type Wanted } from "../program/score.ts";
import type { Row } from "../rows.ts";
import { textOf, typed, typedValue, type Value } from "../typed.ts";
import { type Findings, hiddenShare } from "./findings.ts";

const mostRows = 2400;

/** Tries programs on the rows, as far as that can be done without a judge. */
export class Trial {
  readonly #rows: readonly Row[];
  readonly #wanted: Wanted;
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
      allowance: Math.floor((gold.length * share * hidden) / Math.max(1 - hidden, 0.05)),
      checks: columns.filter(({ type }) => type !== "text").length + required.length + 8,
    };
  }

  score(program: Program): Score {
    return scoreOf(this.output(program), this.#wanted);
  }

  /** The typed rows of the master table. */
  output(program: Program): string[][] {
    const columns = program.columns.map(({ expr }) => this.#valuesOf(expr.key, expr.run));
    const needed = program.needed.map((name) =>
      program.columns.findIndex((rule) => rule.name === name),
    );
    const seen = new Set<string>();
    const types = this.#wanted.columns.map(({ type }) => type);
    return this.#rows.flatMap((row, at) => {
      if (program.drops.some(({ guard }) => guard.holds(row))) return [];
      if (needed.some((column) => firstOf(columns[column]?.[at]) === null)) return [];
      const values = columns.map((cells) => cells[at] ?? null);
      if (program.dedup && isSeen(program, values, seen)) return [];
      return [values.map((value, column) => typedValue(types[column] ?? "text", value))];
    });
  }

  #valuesOf(key: string, run: (row: Row) => Value): readonly Value[] {
    const known = this.#values.get(key);
    if (known) return known;
    const values = this.#rows.map(run);
    this.#values.set(key, values);
    return values;
  }
}

const isSeen = (
  { dedup, columns }: Program,
  values: readonly Value[],
  seen: Set<string>,
): boolean => {
  const names = dedup?.columns ?? [];
  const kept = values.filter(
    (_, at) => names.length === 0 || names.includes(columns[at]?.name ?? ""),
  );
  const key = JSON.stringify(kept.map(textOf));
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
};
