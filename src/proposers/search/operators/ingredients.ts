import { lowerCase, slice, titleCase, upperCase, words } from "../../../kit/index.ts";
import { call } from "../doc.ts";
import { applied, asText, type Expr, exprOf } from "../expr.ts";
import type { Offers } from "../operator.ts";
import { sorted } from "../order.ts";
import type { ColumnTask, Source } from "../task.ts";
import { textOf } from "../typed.ts";
import { nthWord, pieceAt, trimmed } from "./pieces.ts";

/** A program that texts may be put together from. */
export interface Ingredient {
  readonly expr: Expr;
  readonly outputs: readonly string[];
  /** How seldom it stands in other rows' gold: what stands in all of them says nothing. */
  readonly worth: number;
}

const mostIngredients = 36;

/** What stands inside the gold's cells of the rows that are looked at. */
export const ingredientsOf = (
  task: ColumnTask,
  offers: Offers,
  probes: readonly number[],
  gold: readonly string[],
): Ingredient[] => {
  const found = candidates(task, offers).flatMap((expr): Ingredient[] => {
    const values = task.pairs.vector(expr);
    const outputs = probes.map((at) => textOf(values[at] ?? null));
    const given = outputs.filter((output) => output.trim() !== "").length;
    const inside = outputs.filter(
      (output, at) => output.trim() !== "" && gold[at]?.includes(output),
    );
    if (inside.length < 2 || inside.length * 10 < given * 6) return [];
    const elsewhere = outputs.filter(
      (output, at) => output !== "" && gold[(at + 7) % gold.length]?.includes(output),
    );
    // Whole columns are what people put together first.
    const isPlain = expr.bits <= 6 ? 0.5 : 0;
    const worth = (inside.length - elsewhere.length) / given + isPlain;
    return worth <= 0 ? [] : [{ expr, outputs, worth }];
  });
  return distinctOutputs(sorted(found, ({ expr }) => expr.bits))
    .sort((a, b) => b.worth - a.worth)
    .slice(0, mostIngredients);
};

const distinctOutputs = (ingredients: readonly Ingredient[]): Ingredient[] => {
  const seen = new Set<string>();
  return ingredients.filter(({ outputs }) => {
    const key = outputs.join("\n");
    return !seen.has(key) && seen.add(key);
  });
};

const marks = [", ", " ", ",", "-", "/", "_", ".", ";", "@", ":", "(", ")"];

const candidates = ({ sources }: ColumnTask, offers: Offers): Expr[] => {
  const whole = sources.map(({ expr }) => trimmed(expr));
  const parts = sources.flatMap((source) =>
    marks
      .filter((mark) => showing(source, (cell) => cell.includes(mark)))
      .flatMap((mark) =>
        [0, 1, 2, -1].map((index) => {
          const part = pieceAt(trimmed(source.expr), mark, index);
          return mark.trim() === mark ? trimmed(part) : part;
        }),
      ),
  );
  const spoken = sources.flatMap((source) =>
    showing(source, (cell) => words(cell).length > 1)
      ? [0, 1, 2, -1].map((index) => nthWord(source.expr, index))
      : showing(source, (cell) => (words(cell)[0] ?? cell) !== cell)
        ? [nthWord(source.expr, 0)]
        : [],
  );
  const lengths = sources.flatMap(fixedParts);
  const known = offers.tried
    .filter(({ expr }) => ["number", "date", "part"].includes(expr.kind) && expr.bits <= 30)
    .slice(0, 60)
    .map(({ expr }) => expr);
  const raw = sources.map(({ expr }) => expr);
  const cased = [...whole, ...parts, ...spoken].flatMap((expr) => [
    inCase(expr, "titleCase", "in title case", titleCase),
    inCase(expr, "upperCase", "in upper case", upperCase),
    inCase(expr, "lowerCase", "in lower case", lowerCase),
  ]);
  const initials = [...whole, ...parts, ...spoken].flatMap((expr) => {
    const first = sliced(expr, 0, 1);
    return [
      first,
      inCase(first, "upperCase", "in upper case", upperCase),
      inCase(first, "lowerCase", "in lower case", lowerCase),
    ];
  });
  return [...raw, ...whole, ...parts, ...spoken, ...known, ...cased, ...initials, ...lengths];
};

const showing = ({ profile }: Source, holds: (cell: string) => boolean): boolean =>
  profile.common.some(([cell]) => holds(cell.trim()));

/** Parts of cells that are all of one length: `192-212-3456` from `1922123456`. */
const fixedParts = ({ expr, profile }: Source): Expr[] => {
  const [[first = ""] = [""]] = profile.common;
  const length = first.length;
  const isFixed =
    length >= 4 && length <= 16 && profile.common.every(([cell]) => cell.length === length);
  if (!isFixed) return [];
  const cuts = [...Array(length).keys()].slice(1);
  return [0, ...cuts].flatMap((start) =>
    [...cuts.filter((end) => end > start), length].map((end) =>
      sliced(expr, start, end === length ? undefined : end),
    ),
  );
};

const sliced = (source: Expr, start: number, end?: number): Expr =>
  exprOf({
    kind: "part",
    code: call("slice", source.code, String(start), ...(end === undefined ? [] : [String(end)])),
    bits: start === 0 && end === 1 ? 6 : 12,
    words:
      start === 0 && end === 1
        ? `the first letter of ${source.words}`
        : `characters ${start + 1} to ${end ?? "the last"} of ${source.words}`,
    parts: [source],
    combine: ([value = null]) => slice(asText(value), start, end),
  });

const inCase = (inner: Expr, name: string, told: string, run: (text: string) => string): Expr =>
  applied(inner, {
    kind: "text",
    name,
    words: told,
    bits: 4,
    run: (value) => (value === null ? null : run(asText(value))),
  });
