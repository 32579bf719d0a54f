import { createTally } from "../../../kit/index.ts";
import { type Doc, object, quoted } from "../doc.ts";
import { asText, type Expr, exprOf, type Prepared } from "../expr.ts";
import { pascal } from "../names.ts";
import type { Offers, Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { type ColumnTask, examplesOf } from "../task.ts";
import { textOf } from "../typed.ts";
import { tidied } from "./tidy.ts";

const mostExamples = 300;
const longestWord = 80;
const leastTimes = [2, 4, 8];

/** Letters gone wrong, told by what the same column says often. */
export const spelling: Operator = {
  name: "spelling",
  types: ["text"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const { expr, profile } of task.sources) {
      const isRepeated = profile.common.some(([, times]) => times >= 3);
      if (expr.kind !== "column" || profile.longest > longestWord || !isRepeated) continue;
      for (const values of [expr, ...tidiedOf(expr, offers)]) corrected(values, task, offers);
    }
  },
};

/** The column as the best tidying of it gives it. */
const tidiedOf = (source: Expr, offers: Offers): Expr[] =>
  offers
    .best(10)
    .map(({ expr }) => expr)
    .filter(({ kind, sources }) => kind === "text" && sources.join() === source.sources.join())
    .slice(0, 1);

/** In how many places a word of the same length is another. */
const slipsIn = (from: string, to: string): string[] =>
  from.length === to.length ? [...from].filter((letter, at) => letter !== to[at]) : [];

const corrected = (values: Expr, task: ColumnTask, offers: Offers): void => {
  const wrong = examplesOf(values, task, mostExamples).filter(
    ({ from, to }) => from !== to && to !== "" && Math.abs(from.length - to.length) <= 2,
  );
  const near = wrong.filter(({ from, to }) => slipsIn(from, to).length <= 3);
  if (near.length < 2) return;
  const all = createTally();
  for (const value of task.all.vector(values)) all.add("", textOf(value));
  const name = `${camel(values.sources[0] ?? "")}Spellings`;
  const prepared: Prepared = {
    name,
    declaration: `const ${name} = createTally();`,
    fill: [`${name}.add("", `, values.code, ")"],
  };
  for (const wildcards of new Set(["", wildcardsIn(near)]))
    for (const within of [1, 2])
      for (const times of leastTimes) {
        const options = { within, wildcards, times };
        const said: Doc[] = [
          ...(within === 1 ? [] : [`within: ${within}`]),
          ...(wildcards === "" ? [] : [`wildcards: ${quoted(wildcards)}`]),
          ...(times === 2 ? [] : [`times: ${times}`]),
        ];
        const expr = exprOf({
          kind: "usual",
          code: [
            `${name}.nearest("", `,
            values.code,
            ...(said.length === 0 ? [] : [", ", object(said)]),
            ")",
          ],
          bits: 10 + 3 * said.length,
          words: `${values.words}, in the nearest spelling that the column has often`,
          parts: [values],
          prepared: [prepared],
          combine: ([value = null]) => all.nearest("", asText(value), options),
        });
        tidied(expr, task, offers);
      }
};

/** A letter that stands where another one is wanted, again and again. */
const wildcardsIn = (wrong: readonly { readonly from: string; readonly to: string }[]): string => {
  const slips = wrong.flatMap(({ from, to }) => slipsIn(from, to));
  const [[letter, times] = ["", 0]] = counted(slips);
  return times >= 2 && times * 2 > slips.length ? letter : "";
};

const camel = (name: string): string => {
  const word = pascal(name);
  return word.charAt(0).toLowerCase() + word.slice(1);
};
