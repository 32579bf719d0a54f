import { canonicalToken, createTally, parseAmount, rowKey } from "../../../kit/index.ts";
import { call, list, quoted } from "../doc.ts";
import { applied, asText, type Expr, exprOf, type Prepared } from "../expr.ts";
import { pascal } from "../names.ts";
import type { Operator } from "../operator.ts";
import type { ColumnTask, Source } from "../task.ts";
import { loose, textOf, type Value } from "../typed.ts";

const mostColumns = 6;
const mostValues = 3;
const mostRows = 20_000;

/** What is usual among the rows that agree in two columns: the price of a brand and a size. */
export const usualByTwo: Operator = {
  name: "usual-by-two",
  types: ["text", "number", "date"],
  readsLongText: false,
  propose: (task, offers) => {
    const inputs = task.sources.filter(({ expr }) => expr.kind === "column");
    const groups = inputs.filter((source) => isGroup(source, task)).slice(0, mostColumns);
    for (const value of inputs.filter((source) => knows(source, task)).slice(0, mostValues))
      for (const [at, one] of groups.entries())
        for (const other of groups.slice(at + 1))
          if (one !== value && other !== value)
            for (const isFolded of foldings(one, other))
              offers.offer(usual(value, [one, other], isFolded, task));
  },
};

/** Its values come again, though not in every row. */
const isGroup = ({ profile }: Source, { all }: ColumnTask): boolean =>
  profile.distinct >= 2 && profile.longest < 80 && profile.distinct * 3 <= all.rows.length;

/** Whether it shows the gold's own cells in some rows, and not in others. */
const knows = ({ expr }: Source, { pairs, gold, type }: ColumnTask): boolean => {
  const key = (cell: string) => (type === "number" ? String(parseAmount(cell)) : loose(cell));
  const values = pairs.vector(expr);
  const same = gold.filter(
    (cell, at) => cell !== "" && key(cell) === key(textOf(values[at] ?? null)),
  );
  return same.length * 3 >= gold.length && same.length < gold.length;
};

const foldings = (one: Source, other: Source): boolean[] => {
  const varies = [one, other].some(({ profile }) =>
    profile.common.some(([cell]) => canonicalToken(cell) !== cell),
  );
  return varies ? [false, true] : [false];
};

const usual = (
  value: Source,
  columns: readonly [Source, Source],
  isFolded: boolean,
  { all, type }: ColumnTask,
): Expr => {
  const names = columns.map(({ name }) => name);
  const keyOf = (cells: readonly Value[]): string => {
    const row = Object.fromEntries(names.map((name, at) => [name, textOf(cells[at] ?? null)]));
    return rowKey(row, names, isFolded ? canonicalToken : undefined);
  };
  const tally = createTally();
  const vectors = columns.map(({ expr }) => all.vector(expr));
  for (const [at, cell] of all.vector(value.expr).slice(0, mostRows).entries())
    tally.add(keyOf(vectors.map((cells) => cells[at] ?? null)), textOf(cell));
  const code = call(
    "rowKey",
    "row",
    list(names.map(quoted)),
    ...(isFolded ? ["canonicalToken"] : []),
  );
  const name = `${camel(value.name)}By${names.map(pascal).join("And")}`;
  const prepared: Prepared = {
    name,
    declaration: `const ${name} = createTally();`,
    fill: [`${name}.add(`, code, ", ", value.expr.code, ")"],
  };
  const found = exprOf({
    kind: "usual",
    code: [`${name}.mostUsual(`, code, ")"],
    bits: 16 + (isFolded ? 2 : 0),
    words: `the usual ${value.name} for ${names.join(" and ")}`,
    parts: columns.map(({ expr }) => expr),
    prepared: [prepared],
    combine: (cells) => tally.mostUsual(keyOf(cells)),
  });
  return type === "number" ? readNumber(found) : found;
};

const readNumber = (expr: Expr): Expr =>
  applied(expr, {
    kind: "usual",
    name: "parseAmount",
    words: "read as a number",
    bits: 2,
    run: (value) => parseAmount(asText(value)),
  });

const camel = (name: string): string => {
  const word = pascal(name);
  return word.charAt(0).toLowerCase() + word.slice(1);
};
