import { daysBetween, timeBetween } from "../../../kit/index.ts";
import { call, object, quoted } from "../doc.ts";
import { asText, type Expr, exprOf } from "../expr.ts";
import type { Operator } from "../operator.ts";
import type { ColumnTask } from "../task.ts";
import { momentsOf } from "./layouts.ts";
import { measured } from "./measures.ts";

const mostMoments = 10;

/** The days, hours or minutes between two columns, over midnight too. */
export const spans: Operator = {
  name: "spans",
  types: ["number", "text"],
  readsLongText: false,
  propose: (task, offers) => {
    if (task.gold.filter((cell) => /\d/.test(cell)).length < 2) return;
    const moments = task.sources.flatMap(momentsOf).slice(0, mostMoments);
    for (const from of moments)
      for (const to of moments)
        for (const span of spansBetween(from, to, task)) measured(span, task, offers);
  },
};

const spansBetween = (from: Expr, to: Expr, { pairs }: ColumnTask): Expr[] => {
  if (from.sources[0] === to.sources[0]) return [];
  const [one, other] = [pairs.vector(from), pairs.vector(to)];
  const both = one.findIndex((value, at) => value !== null && (other[at] ?? null) !== null);
  if (both < 0) return [];
  const isTimed = asText(one[both] ?? null).includes(":");
  if (isTimed !== asText(other[both] ?? null).includes(":")) return [];
  // Only times of day go round, and only where one has to.
  const isRound = one.some((value, at) => {
    const [start, end] = [asText(value), asText(other[at] ?? null)];
    return !start.includes("T") && (timeBetween(start, end, "minutes") ?? 0) < 0;
  });
  return isTimed
    ? units.flatMap((unit) => [
        timeSpan(from, to, unit, "negative"),
        ...(isRound ? [timeSpan(from, to, unit, "next day")] : []),
      ])
    : [
        exprOf({
          kind: "number",
          code: call("daysBetween", from.code, to.code),
          bits: 5,
          words: `the days from ${from.words} to ${to.words}`,
          parts: [from, to],
          combine: ([a = null, b = null]) => daysBetween(asText(a), asText(b)),
        }),
      ];
};

const units = ["minutes", "hours"] as const;

const timeSpan = (
  from: Expr,
  to: Expr,
  unit: (typeof units)[number],
  earlier: "negative" | "next day",
): Expr => {
  const isRound = earlier === "next day";
  return exprOf({
    kind: "number",
    code: call(
      "timeBetween",
      from.code,
      to.code,
      quoted(unit),
      ...(isRound ? [object([`earlier: ${quoted(earlier)}`])] : []),
    ),
    bits: isRound ? 8 : 6,
    words: `the ${unit} from ${from.words} to ${to.words}${isRound ? ", over midnight too" : ""}`,
    parts: [from, to],
    combine: ([a = null, b = null]) => timeBetween(asText(a), asText(b), unit, { earlier }),
  });
};
