import type { Saturation, Unexplained } from "../../domain/proposing.ts";
import { chainExpr } from "./branches.ts";
import type { ColumnFinding, Findings } from "./findings.ts";
import type { Withheld } from "./memorising.ts";
import { textOf, typedValue } from "./typed.ts";

/** What is left when there is nothing more to try: for people, column by column. */
export const unexplained = (
  { gold, columns, pairs }: Findings,
  withheld: Withheld | null,
  fitness: number,
): Saturation => {
  const lost = gold.length - pairs.length;
  const left = columns.flatMap((finding) => missed(finding));
  const named = left.map(({ column, rows }, at) => {
    const of = columns.find((one) => one.column.name === column)?.complete.rows ?? 0;
    return at < 8 ? `${column} in ${rows} of ${of} rows` : "";
  });
  const parts = [
    ...(lost > 0 ? [`${lost} of ${gold.length} gold rows are like no input row`] : []),
    ...(left.length > 0 ? [`not explained: ${named.filter((one) => one !== "").join(", ")}`] : []),
    ...(withheld !== null && withheld.fitness > fitness ? [withheldWords(withheld)] : []),
  ];
  const nothingKnown =
    fitness < 1
      ? "every visible gold row is explained, but no step towards that stays inside the envelope"
      : "every visible gold row is explained";
  return { reason: parts.length > 0 ? parts.join("; ") : nothingKnown, unexplained: left };
};

const withheldWords = ({ words, memorised, limit }: Withheld): string =>
  `found but not tried: ${words}, which would bring ${memorised} answers that no input holds, where limits.memorised allows ${limit}; "limits": { "memorised": ${memorised} } in cleanloop.json allows it`;

const missed = ({ column, complete, task }: ColumnFinding): Unexplained[] => {
  const expr = chainExpr(complete.branches);
  const values = task.pairs.vector(expr);
  const wrong = values.flatMap((value, at) =>
    typedValue(task.type, value).trim() === task.want[at]?.trim() ? [] : [at],
  );
  const [first] = wrong;
  if (first === undefined) return [];
  const source = expr.sources[0] ?? column.name;
  const before = task.pairs.rows[first]?.cells[source] ?? textOf(values[first] ?? null);
  const wanted = task.gold[first] ?? "";
  return [
    {
      column: column.name,
      rows: wrong.length,
      example: { before: before.slice(0, 200), wanted: wanted.slice(0, 200) },
      settle:
        wrong.length === 1
          ? `one row in which ${column.name} is "${wanted.slice(0, 60)}" is too few; add another of its kind to the gold`
          : "add more rows of this kind to the gold, or write the rule by hand",
    },
  ];
};
