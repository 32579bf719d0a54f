import { bandOf, findTime, timeParts } from "../../../kit/index.ts";
import { literalBits } from "../bits.ts";
import { call, list, quoted } from "../doc.ts";
import { applied, asText, type Expr, exprOf } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted, sorted } from "../order.ts";
import type { ColumnTask, Source } from "../task.ts";
import type { Value } from "../typed.ts";
import { digitsOf, plainestIn } from "./fits.ts";
import { numbersOf } from "./measures.ts";

const mostBands = 6;
const fewestCells = 3;

/** What a number or an hour is called by the band in which it lies. */
export const bands: Operator = {
  name: "bands",
  types: ["text", "number"],
  readsLongText: false,
  propose: (task, offers) => {
    const labels = counted(task.gold.filter((cell) => cell.trim() !== ""));
    if (labels.length < 2 || labels.length > mostBands) return;
    for (const source of task.sources) {
      if (source.profile.digits < 0.3) continue;
      for (const read of [...numbersOf(source, task), ...hoursOf(source)]) {
        const found = bandsOf(read, task);
        if (found !== null) offers.offer(banded(read, found, task.type === "number"));
      }
    }
  },
};

const hoursOf = ({ expr, profile }: Source): Expr[] => {
  const isTimed = profile.common.some(([cell]) => findTime(cell) !== null);
  if (!isTimed) return [];
  const time = applied(expr, {
    kind: "date",
    name: "findTime",
    words: "the time in it",
    bits: 5,
    run: (value) => findTime(asText(value)),
  });
  return [
    exprOf({
      kind: "number",
      code: [call("timeParts", time.code), "?.hour"],
      bits: 4,
      words: `the hour of ${time.words}`,
      parts: [time],
      combine: ([value = null]) => timeParts(asText(value))?.hour ?? null,
    }),
  ];
};

type Band = readonly [from: number, name: string];

interface Cell {
  readonly value: number;
  readonly name: string;
}

/** Bands that give every cell its name; null where the names do not follow the numbers. */
const bandsOf = (read: Expr, { pairs, gold }: ColumnTask): Band[] | null => {
  const cells = pairs.vector(read).flatMap((value: Value, at): Cell[] => {
    const name = gold[at] ?? "";
    return typeof value === "number" && name.trim() !== "" ? [{ value, name }] : [];
  });
  const ordered = sorted(cells, ({ value }) => value);
  const runs: { readonly name: string; readonly cells: Cell[] }[] = [];
  for (const cell of ordered) {
    const last = runs.at(-1);
    if (last?.name === cell.name) last.cells.push(cell);
    else runs.push({ name: cell.name, cells: [cell] });
  }
  if (runs.length < 2 || runs.length > mostBands) return null;
  if (runs.some((run) => new Set(run.cells.map(({ value }) => value)).size < fewestCells))
    return null;
  const lowest = ordered[0]?.value ?? 0;
  return runs.map(({ name, cells: own }, at): Band => {
    const top = runs[at - 1]?.cells.at(-1)?.value;
    const bottom = own[0]?.value ?? 0;
    if (top === undefined) return [lowest < 0 ? Number.NEGATIVE_INFINITY : 0, name];
    return [plainestIn(top, bottom), name];
  });
};

const banded = (read: Expr, found: readonly Band[], isNumber: boolean): Expr => {
  const answerOf = (name: string) => (isNumber ? Number(name) : name);
  const run = found.map(([from, name]) => [from, answerOf(name)] as const);
  const written = found.map(([from, name]) =>
    list([String(from), isNumber ? String(Number(name)) : quoted(name)]),
  );
  return exprOf({
    kind: "band",
    code: call("bandOf", read.code, list(written)),
    bits: found.reduce(
      (bits, [from, name]) => bits + 3 + 2 * digitsOf(from) + literalBits(name) / 2,
      4,
    ),
    words: `${found.map(([from, name]) => `"${name}" from ${from}`).join(", ")} by ${read.words}`,
    parts: [read],
    memorises: found.length,
    combine: ([value = null]) => bandOf(typeof value === "number" ? value : null, run),
  });
};
