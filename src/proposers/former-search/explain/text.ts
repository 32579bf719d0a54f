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
import type { Value } from "../../search/typed.ts";
import { applied, asText, column, type Expr, type Need } from "../expr.ts";
import type { Pool, Tried } from "./pool.ts";
import type { Task } from "./task.ts";

interface TextStep {
  readonly name: string;
  readonly words: string;
  readonly bits: number;
  readonly run: (text: string) => Value;
}

const step = (
  name: string,
  words: string,
  bits: number,
  run: (text: string) => Value,
): TextStep => ({ name, words, bits, run });

const bareText = (text: string): string => text.replace(/^[\s,;:/|-]+|[\s,;:/|-]+$/g, "");

const bare: Need = {
  name: "bare",
  declaration:
    "const bare = (text: MaybeText): string => " +
    '(text ?? "").replace(/^[\\s,;:/|-]+|[\\s,;:/|-]+$/g, "");',
  fill: null,
};
const tidySteps: readonly TextStep[] = [
  step("trim", "trimmed", 2, trim),
  step("collapseSpaces", "with single blanks", 3, collapseSpaces),
  step("normalizeText", "in plain characters", 5, normalizeText),
  step("stripEmoji", "without emoji", 5, stripEmoji),
  step("foldAccents", "without accents", 5, foldAccents),
  step("textOrNull", "without tokens for nothing", 4, textOrNull),
  step("bare", "without marks at its ends", 7, bareText),
];
const caseSteps: readonly TextStep[] = [
  step("lowerCase", "in lower case", 4, lowerCase),
  step("upperCase", "in upper case", 4, upperCase),
  step("titleCase", "in title case", 4, titleCase),
  step("sentenceCase", "as a sentence", 5, sentenceCase),
];

const after = ({ name, words, bits, run }: TextStep, inner: Expr): Expr => {
  const expr = applied(name, words, inner, (value) => run(asText(value)), bits);
  return name === bare.name ? { ...expr, needs: [...expr.needs, bare] } : expr;
};

export const keepOnlyKind = (kind: "digits" | "letters" | "alphanumeric", inner: Expr): Expr =>
  applied("keepOnly", `only ${kind}`, inner, (value) => keepOnly(asText(value), kind), 6, [
    `"${kind}"`,
  ]);

/** Columns as they are, tidied, or in another case. */
export const texts = (task: Task, pool: Pool): void => {
  for (const name of task.columns) tidied(column(name), task, pool);
};

/** What a text may become that is right but for blanks, case and marks. */
export const tidied = (source: Expr, task: Task, pool: Pool): void => {
  const plain = pool.add(source);
  if (plain === null || !isClose(plain, task, pool)) return;
  let level = [plain];
  for (let depth = 0; depth < 3; depth++) {
    const steps = [...tidySteps, ...caseSteps].filter((one) => isWorthIt(one, level[0], task));
    const next = level.flatMap(({ expr }) =>
      steps.map((one) => pool.add(after(one, expr))).filter((tried) => tried !== null),
    );
    level = next.filter((tried) => tried.hit.size > 0 || pool.looseHits(tried) > 0).slice(0, 24);
  }
  for (const kind of ["digits", "letters", "alphanumeric"] as const)
    pool.add(keepOnlyKind(kind, source));
};

/** Reading tokens for nothing is for inputs that have some. */
const isWorthIt = ({ name }: TextStep, tried: Tried | undefined, { all }: Task): boolean => {
  const [read] = tried?.expr.reads ?? [];
  if (name !== "textOrNull" || read === undefined) return name !== "textOrNull";
  return all.some(({ cells }) => (cells[read] ?? "").trim() !== "" && isMissing(cells[read]));
};

const isClose = (tried: Tried, { rows }: Task, pool: Pool): boolean => {
  const hits = pool.looseHits(tried);
  return hits >= 2 || hits * 20 >= rows.length;
};
