import { canonicalToken, createTally, parseAmount, type Tally, trim } from "../../../kit/index.ts";
import { call, type Doc } from "../doc.ts";
import { applied, asText, type Expr, exprOf, type Prepared } from "../expr.ts";
import { pascal } from "../names.ts";
import type { Offers, Operator } from "../operator.ts";
import type { ColumnTask, Source } from "../task.ts";
import { loose, textOf, type Value } from "../typed.ts";
import { tidied } from "./tidy.ts";

/** What it takes for a column to be grouped by, or to be looked up with. */
interface Group {
  readonly source: Source;
  readonly isFolded: boolean;
}

const mostRows = 20_000;
const mostValueColumns = 4;
const mostCells = 3000;
const mostTidied = 2;

/**
 * What is usual in the input for the same group: the city of a zip code, the spelling of a name,
 * a thing's name in a file that lists them.
 */
export const usual: Operator = {
  name: "usual",
  types: ["text", "date", "number"],
  readsLongText: false,
  propose: (task, offers) => {
    const inputs = inputsOf(task);
    for (const value of valueColumns(inputs, task))
      for (const group of groupsFor(value, inputs))
        for (const cleaned of valuesOf(value, offers)) {
          const keys = keysFor(group, value, inputs, task);
          if (keys.length === 0) continue;
          const tally = talliedBy(group, cleaned, task);
          for (const key of keys) found(looked(tally, key), task, offers);
        }
  },
};

const found = (expr: Expr, task: ColumnTask, offers: Offers): void => {
  if (task.type === "text") tidied(expr, task, offers);
  else if (task.type === "number") offers.offer(readNumber(expr));
  else offers.offer(expr);
};

const readNumber = (expr: Expr): Expr =>
  applied(expr, {
    kind: "usual",
    name: "parseAmount",
    words: "read as a number",
    bits: 2,
    run: (value) => parseAmount(asText(value)),
  });

const inputsOf = ({ sources }: ColumnTask): Source[] =>
  sources.filter(({ expr }) => expr.kind === "column");

/** Columns in which many of the gold's cells stand somewhere. */
const valueColumns = (
  inputs: readonly Source[],
  { gold, type, all, pairs }: ColumnTask,
): Source[] => {
  const answers = [...new Set(gold.filter((cell) => cell.trim() !== ""))].slice(0, 400);
  const key = (cell: string): string => {
    const number = type === "number" ? parseAmount(cell) : null;
    return number === null ? loose(cell) : String(number);
  };
  const listed = type === "number" ? inputs.filter((source) => isListed(source, { pairs })) : [];
  const shares = inputs.map((source) => {
    const cells = new Set(all.vector(source.expr).slice(0, mostRows).map(textOf));
    const known = new Set([...cells].slice(0, mostCells).map(key));
    const right = answers.filter((cell) => known.has(key(cell)));
    return { source, share: right.length / Math.max(answers.length, 1), right: right.length };
  });
  const telling = shares
    .filter(({ share, right }) => share >= 0.5 && right >= 2)
    .sort((a, b) => b.share - a.share)
    .slice(0, mostValueColumns)
    .map(({ source }) => source);
  return [...new Set([...telling, ...listed.slice(0, 2)])];
};

/** Amounts that another file lists: none of them stands in the rows that want an answer. */
const isListed = ({ expr, profile }: Source, { pairs }: Pick<ColumnTask, "pairs">): boolean =>
  profile.common.filter(([cell]) => parseAmount(cell) !== null).length >= 2 &&
  pairs.vector(expr).every((cell) => trim(textOf(cell)) === "");

const groupsFor = (value: Source, inputs: readonly Source[]): Group[] => {
  const others = inputs.filter(
    (source) => source !== value && source.profile.distinct >= 2 && source.profile.longest < 200,
  );
  const plain = others.flatMap((source): Group[] => {
    const varies = source.profile.common.some(([cell]) => canonicalToken(cell) !== cell);
    return varies
      ? [
          { source, isFolded: false },
          { source, isFolded: true },
        ]
      : [{ source, isFolded: false }];
  });
  return [...plain, { source: value, isFolded: true }];
};

/** The value as it is, or as the best tidying of it gives it. */
const valuesOf = (value: Source, offers: Offers): Expr[] => {
  const tidy = offers
    .best(12)
    .map(({ expr }) => expr)
    .filter(
      ({ sources, prepared, kind }) =>
        sources.length === 1 &&
        sources[0] === value.name &&
        prepared.length === 0 &&
        tidyKinds.has(kind),
    );
  return [value.expr, ...tidy.slice(0, mostTidied)];
};

const tidyKinds: ReadonlySet<Expr["kind"]> = new Set(["text", "part", "edited", "date"]);

const tokenOf = ({ isFolded }: Group, value: Value): string =>
  isFolded ? canonicalToken(textOf(value)) : textOf(value);

/** Columns by which the group can be looked up: itself, or one with the same values. */
const keysFor = (
  group: Group,
  value: Source,
  inputs: readonly Source[],
  { all, pairs }: ColumnTask,
): Group[] => {
  if (group.source === value) return [group];
  const own = all.vector(group.source.expr).slice(0, mostRows);
  const known = new Set(own.map((cell) => tokenOf(group, cell)).filter((key) => key !== ""));
  const isBlankHere = pairs.vector(value.expr).every((cell) => trim(textOf(cell)) === "");
  const filled = own.filter((cell) => trim(textOf(cell)) !== "").length;
  const repeats = filled >= known.size * 1.5 || isBlankHere;
  const others = inputs.filter((source) => {
    if (source === value || (source === group.source && !repeats)) return false;
    // Another column is a key only where it is of the same things.
    const keys = pairs.vector(source.expr).map((cell) => tokenOf(group, cell));
    const given = keys.filter((key) => key !== "");
    const right = given.filter((key) => known.has(key));
    return right.length >= 3 && right.length * 2 >= given.length;
  });
  return others.slice(0, 4).map((source) => ({ source, isFolded: group.isFolded }));
};

interface Tallied {
  readonly tally: Tally;
  readonly prepared: Prepared;
  readonly words: string;
  readonly values: Expr;
}

const groupCode = ({ source, isFolded }: Group): Doc =>
  isFolded ? call("canonicalToken", source.expr.code) : source.expr.code;

const talliedBy = (group: Group, values: Expr, { all }: ColumnTask): Tallied => {
  const tally = createTally();
  const groups = all.vector(group.source.expr);
  for (const [at, value] of all.vector(values).entries())
    tally.add(tokenOf(group, groups[at] ?? null), textOf(value));
  const isSpelling = group.isFolded && values.sources[0] === group.source.name;
  const by = isSpelling ? "Spelling" : `By${pascal(group.source.name)}`;
  const what = pascal(values.sources[0] ?? "");
  const name =
    values.kind === "column"
      ? `${what.charAt(0).toLowerCase()}${what.slice(1)}${by}`
      : `clean${what}${by}`;
  const prepared: Prepared = {
    name,
    declaration: `const ${name} = createTally();`,
    fill: [`${name}.add(`, groupCode(group), ", ", values.code, ")"],
  };
  const words = isSpelling ? `the usual spelling of ${values.words}` : `the usual ${values.words}`;
  return { tally, prepared, words, values };
};

const looked = ({ tally, prepared, words, values }: Tallied, key: Group): Expr =>
  exprOf({
    kind: "usual",
    code: [`${prepared.name}.mostUsual(`, groupCode(key), ")"],
    bits: 8 + values.bits + (key.isFolded ? 2 : 0),
    words: words.includes("spelling") ? words : `${words} for ${key.source.name}`,
    parts: [key.source.expr],
    prepared: [prepared],
    combine: ([value = null]) => tally.mostUsual(tokenOf(key, value)),
  });
