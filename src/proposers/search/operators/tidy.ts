import {
  collapseSpaces,
  foldAccents,
  isMissing,
  keepOnly,
  lowerCase,
  normalizeText,
  sentenceCase,
  stripEmoji,
  textOrNull,
  titleCase,
  trim,
  upperCase,
} from "../../../kit/index.ts";
import { applied, asText, type Expr } from "../expr.ts";
import type { Offers, Operator, Tried } from "../operator.ts";
import { sorted } from "../order.ts";
import type { ColumnTask } from "../task.ts";
import type { Value } from "../typed.ts";

interface TextStep {
  readonly name: string;
  readonly words: string;
  readonly bits: number;
  readonly run: (text: string) => Value;
}

const step = (name: string, words: string, bits: number, run: TextStep["run"]): TextStep => ({
  name,
  words,
  bits,
  run,
});

const steps: readonly TextStep[] = [
  step("trim", "trimmed", 2, trim),
  step("collapseSpaces", "with single blanks", 3, collapseSpaces),
  step("normalizeText", "in plain characters", 5, normalizeText),
  step("stripEmoji", "without emoji", 5, stripEmoji),
  step("foldAccents", "without accents", 5, foldAccents),
  step("textOrNull", "without tokens for nothing", 4, textOrNull),
  step("lowerCase", "in lower case", 4, lowerCase),
  step("upperCase", "in upper case", 4, upperCase),
  step("titleCase", "in title case", 4, titleCase),
  step("sentenceCase", "as a sentence", 5, sentenceCase),
];

const kinds = ["digits", "letters", "alphanumeric"] as const;
const deepest = 3;
const widest = 6;

const after = ({ name, words, bits, run }: TextStep, inner: Expr): Expr =>
  applied(inner, { kind: "text", name, words, bits, run: (value) => run(asText(value)) });

const keepOnlyKind = (kind: (typeof kinds)[number], inner: Expr): Expr =>
  applied(inner, {
    kind: "text",
    name: "keepOnly",
    words: `only ${kind}`,
    bits: 6,
    more: [`"${kind}"`],
    run: (value) => keepOnly(asText(value), kind),
  });

/** Columns as they are, tidied, or in another case. */
export const tidy: Operator = {
  name: "tidy",
  types: ["text"],
  readsLongText: true,
  propose: (task, offers) => {
    for (const { expr } of task.sources) tidied(expr, task, offers);
  },
};

/** What a text may become that is right but for blanks, case and marks. */
export const tidied = (source: Expr, task: ColumnTask, offers: Offers): void => {
  const isBare = source.kind === "column" || source.kind === "solved";
  const plain = offers.offer(source) ?? (isBare ? offers.measure(source) : null);
  if (plain === null || !isClose(plain, task, offers)) return;
  const worth = steps.filter((one) => isWorthIt(one, source, task));
  const rows = task.gold.length;
  let level: readonly (readonly [Tried, readonly TextStep[]])[] = [[plain, worth]];
  for (let depth = 0; depth < deepest; depth++) {
    const next = level.flatMap(([{ expr }, left]) =>
      left.flatMap((one): [Tried, readonly TextStep[]][] => {
        const tried = offers.offer(after(one, expr));
        const rest = left.filter((other) => other !== one && !(isCase(other) && isCase(one)));
        return tried === null ? [] : [[tried, rest]];
      }),
    );
    level = sorted(
      next.filter(([tried]) => tried.hit.size > 0 || offers.looseHits(tried) > 0),
      ([{ hit, expr, odd }]) =>
        expr.bits / 100 - hit.size + odd.size / (task.spare.rows.length + 1),
    ).slice(0, widest);
    if (level.some(([{ hit, odd }]) => hit.size === rows && odd.size === 0)) return;
  }
  for (const kind of kinds) offers.offer(keepOnlyKind(kind, source));
};

const isCase = ({ name }: TextStep): boolean => name.endsWith("Case");

/** Reading tokens for nothing is for inputs that have some. */
const isWorthIt = ({ name }: TextStep, source: Expr, { sources }: ColumnTask): boolean => {
  if (name !== "textOrNull") return true;
  const profile = sources.find((one) => one.expr.sources[0] === source.sources[0])?.profile;
  return profile?.common.some(([cell]) => cell.trim() !== "" && isMissing(cell)) ?? false;
};

const isClose = (tried: Tried, { gold }: ColumnTask, offers: Offers): boolean => {
  const hits = offers.looseHits(tried);
  return hits * 20 >= gold.length && hits >= Math.min(2, gold.length);
};
