import type { Expr } from "../expr.ts";
import type { Frame } from "../frame.ts";
import type { Offers } from "../operator.ts";
import { inTurn, sorted } from "../order.ts";
import type { ColumnTask } from "../task.ts";
import { amountIn } from "./measures.ts";

/** What formulas may be made of: the gold's own amounts that are explained, and those that were read. */
export const amountsFor = (
  task: ColumnTask,
  offers: Offers,
  probed: (expr: Expr) => number[],
  want: readonly number[],
): Expr[] => telling([...solvedAmounts(task), ...readAmounts(task, offers)], probed, want);

const solvedAmounts = ({ sources, pairs }: ColumnTask): Expr[] =>
  sources
    .filter(({ expr }) => expr.kind === "solved")
    .map(({ expr, profile }) => {
      const isText = pairs.vector(expr).some((value) => typeof value === "string" && value !== "");
      return isText && profile.isAll.number ? amountIn(expr) : expr;
    })
    .filter((expr) => isNumeric(expr, pairs));

/** One for each column, and each of those that are made of several or of other rows. */
const readAmounts = ({ sources, pairs }: ColumnTask, offers: Offers): Expr[] => {
  // What is a number as it stands was never read as one.
  const numbers = sources.filter(
    ({ expr, profile }) => expr.kind === "column" && profile.isAll.number,
  );
  const asIs = numbers.map(({ expr }) => amountIn(expr));
  const others = triedAmounts(offers).filter(
    ({ kind, sources: [from] }) => kind === "usual" || numbers.every(({ name }) => name !== from),
  );
  const known = new Set<string>();
  return inTurn([others, asIs]).flatMap((expr) => {
    const isOwn = expr.kind === "usual" || expr.sources.length > 1;
    const name = isOwn ? expr.key : (expr.sources[0] ?? "");
    if (known.has(name) || !isNumeric(expr, pairs)) return [];
    known.add(name);
    return [expr];
  });
};

/** The short ones that give something for many rows first, what is usual last. */
const triedAmounts = ({ tried }: Offers): Expr[] => {
  const amounts = tried.filter(
    ({ expr: { kind, key } }) =>
      (kind === "number" && !key.startsWith("fromBase(")) || kind === "usual",
  );
  return sorted(
    amounts,
    ({ expr, given }) => expr.bits - given.size + (expr.kind === "usual" ? 1e6 : 0),
  ).map(({ expr }) => expr);
};

const isNumeric = (expr: Expr, pairs: Frame): boolean =>
  pairs.vector(expr).some((value) => typeof value === "number");

/** Each once, those that go up and down with the gold's numbers beside the others in turn. */
const telling = (
  amounts: readonly Expr[],
  probed: (expr: Expr) => number[],
  want: readonly number[],
): Expr[] => {
  const seen = new Set<string>();
  const distinct = amounts.flatMap((expr) => {
    const values = probed(expr);
    const key = values.join();
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ expr, kinship: kinship(values, want) }];
  });
  const related = sorted(distinct, ({ kinship }) => -kinship);
  return [...new Set(inTurn([related, distinct]).map(({ expr }) => expr))];
};

/** How much two series go up and down together, from 0 to 1. */
const kinship = (values: readonly number[], want: readonly number[]): number => {
  const both = values.flatMap((value, at) => {
    const other = want[at] ?? Number.NaN;
    return Number.isNaN(value) || Number.isNaN(other) ? [] : [[value, other] as const];
  });
  const mean = (numbers: readonly number[]) =>
    numbers.reduce((sum, one) => sum + one, 0) / Math.max(numbers.length, 1);
  const [left, right] = [mean(both.map(([a]) => a)), mean(both.map(([, b]) => b))];
  const shared = mean(both.map(([a, b]) => (a - left) * (b - right)));
  const spread =
    mean(both.map(([a]) => (a - left) ** 2)) * mean(both.map(([, b]) => (b - right) ** 2));
  return spread === 0 ? 0 : Math.abs(shared) / Math.sqrt(spread);
};
