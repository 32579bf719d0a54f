import { filled, joined } from "../../../kit/index.ts";
import { call, flat, quoted } from "../doc.ts";
import { type Expr, exprOf } from "../expr.ts";
import type { Offers, Operator, Tried } from "../operator.ts";
import { counted, sampled, sorted } from "../order.ts";
import { type Ingredient, ingredientsOf } from "./ingredients.ts";

/** A part of a text put together from several. */
type Part = { readonly text: string } | { readonly expr: Expr };

const mostProbes = 60;
const mostTemplates = 160;
const longestTemplate = 9;
const longestCell = 200;
const longestLiteral = 24;
const mostFound = 300;
const mostRounds = 3;
const mostCells = 10;

/** Texts put together from pieces of several columns, with what stands between them. */
export const templates: Operator = {
  name: "templates",
  types: ["text"],
  readsLongText: false,
  propose: (task, offers) => {
    const usable = [...task.gold.keys()].filter((at) => {
      const cell = task.gold[at] ?? "";
      return cell.length > 2 && cell.length <= longestCell;
    });
    const probes = sampled(usable, mostProbes);
    const gold = probes.map((at) => task.gold[at] ?? "");
    if (gold.length < 3) return;
    const ingredients = ingredientsOf(task, offers, probes, gold);
    const around = surroundOf(gold);
    // What the first ones leave open may be put together otherwise.
    let open: readonly number[] = [...gold.keys()];
    for (let round = 0; round < mostRounds && open.length > 1; round++) {
      const likely = likelyFor(sampled(open, mostCells), gold, ingredients, around);
      const tried = likely.flatMap((template) => offerTemplate(template, offers));
      open = open.filter((at) => !tried.some(({ hit }) => hit.has(probes[at] ?? 0)));
    }
  },
};

/** The templates that fit most of some cells, the plainest first of those that fit as many. */
const likelyFor = (
  places: readonly number[],
  gold: readonly string[],
  ingredients: readonly Ingredient[],
  around: Surround,
): (readonly Part[])[] => {
  const found = new Map<string, readonly Part[]>();
  const seen: string[] = [];
  for (const at of places)
    for (const template of templatesFor(gold[at] ?? "", at, ingredients, around)) {
      const key = keyOf(template);
      found.set(key, template);
      seen.push(key);
    }
  return counted(seen)
    .slice(0, mostFound)
    .flatMap(([key]) => [found.get(key) ?? []]);
};

/** What all cells begin and end with, marks or words, whatever stands between. */
interface Surround {
  readonly prefix: string;
  readonly suffix: string;
}

const surroundOf = (gold: readonly string[]): Surround => {
  const [first = "", ...others] = gold;
  const ahead = others.reduce((length, cell) => Math.min(length, sharedAhead(first, cell)), 200);
  const prefix = first.slice(0, ahead).replace(/[\p{L}\p{N}]*$/u, "");
  const behind = others.reduce(
    (length, cell) => Math.min(length, sharedAhead(reversed(first), reversed(cell))),
    first.length - prefix.length,
  );
  const suffix = first.slice(first.length - behind).replace(/^[\p{L}\p{N}]*/u, "");
  return { prefix, suffix };
};

const reversed = (text: string): string => [...text].reverse().join("");

const sharedAhead = (a: string, b: string): number => {
  let at = 0;
  while (at < a.length && a.charAt(at) === b.charAt(at)) at++;
  return at;
};

const keyOf = (template: readonly Part[]): string =>
  template.map((part) => ("text" in part ? JSON.stringify(part.text) : part.expr.key)).join("+");

/** Ways to write this cell with the pieces of its row, those with few and long pieces first. */
const templatesFor = (
  cell: string,
  at: number,
  ingredients: readonly Ingredient[],
  { prefix, suffix }: Surround,
): (readonly Part[])[] => {
  const found: (readonly Part[])[] = [];
  const end = cell.length - suffix.length;
  const usable = ingredients.filter(({ outputs }) => (outputs[at] ?? "").trim() !== "");
  let steps = 0;
  const walk = (from: number, template: readonly Part[]): void => {
    if (found.length >= mostTemplates || template.length > longestTemplate || steps++ > 4000)
      return;
    if (from >= end) {
      const ended = suffix === "" || from > end ? template : withText(template, suffix);
      if (from > end && from < cell.length) return;
      if (template.some((part) => "expr" in part)) found.push(ended);
      return;
    }
    const here = usable.filter(({ outputs }) => cell.startsWith(outputs[at] ?? "", from));
    const longest = sorted(here, ({ outputs }) => -(outputs[at] ?? "").length).slice(0, 5);
    for (const { expr, outputs } of longest)
      walk(from + (outputs[at] ?? "").length, [...template, { expr }]);
    const last = template.at(-1);
    const isMark = !/[\p{L}\p{N}]/u.test(cell.charAt(from));
    if (longest.length > 0 && !isMark) return;
    const literal = last !== undefined && "text" in last ? last.text : "";
    if (literal.length < longestLiteral + prefix.length)
      walk(from + 1, withText(template, cell.charAt(from)));
  };
  walk(0, []);
  if (prefix !== "" && found.length === 0) {
    steps = 0;
    walk(prefix.length, [{ text: prefix }]);
  }
  return sorted(found, (template) => template.reduce((bits, part) => bits + partBits(part), 0));
};

const withText = (template: readonly Part[], text: string): readonly Part[] => {
  const last = template.at(-1);
  return last !== undefined && "text" in last
    ? [...template.slice(0, -1), { text: last.text + text }]
    : [...template, { text }];
};

const partBits = (part: Part): number =>
  "expr" in part ? part.expr.bits : 3 + 3 * part.text.replace(/[^\p{L}\p{N}]/gu, "").length;

const offerTemplate = (template: readonly Part[], offers: Offers): Tried[] => {
  if (template.length < 2) return [];
  const together = joinedBy(template);
  const made = [filledBy(template), ...(together === null ? [] : [together])];
  return made.flatMap((expr) => offers.offer(expr) ?? []);
};

const exprsOf = (template: readonly Part[]): Expr[] =>
  template.flatMap((part) => ("expr" in part ? [part.expr] : []));

const wordsOf = (template: readonly Part[]): string =>
  exprsOf(template)
    .map((expr) => expr.words)
    .join(" and ");

const escaped = (text: string): string =>
  text
    .replace(/[`\\$]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");

const filledBy = (template: readonly Part[]): Expr => {
  const texts: string[] = [""];
  for (const part of template)
    if ("text" in part) texts[texts.length - 1] += part.text;
    else texts.push("");
  const exprs = exprsOf(template);
  const code = exprs.map((expr, at) => `${escaped(texts[at] ?? "")}\${${flat(expr.code)}}`);
  const literals = template.filter((part) => "text" in part);
  return exprOf({
    kind: "joined",
    code: `filled\`${code.join("")}${escaped(texts.at(-1) ?? "")}\``,
    bits: 6 + literals.reduce((bits, part) => bits + partBits(part), 0),
    words: wordsOf(template),
    parts: exprs,
    combine: (values) => filled(texts, ...values),
  });
};

/** The same mark everywhere: blank parts are left out together with it. */
const joinedBy = (template: readonly Part[]): Expr | null => {
  const between = template.flatMap((part) => ("text" in part ? [part.text] : []));
  const [mark] = between;
  const exprs = exprsOf(template);
  if (mark === undefined || new Set(between).size > 1 || template.length !== 2 * exprs.length - 1)
    return null;
  return exprOf({
    kind: "joined",
    code: call("joined", quoted(mark), ...exprs.map((expr) => expr.code)),
    bits: 8 + 2 * mark.length,
    words: `${wordsOf(template)}, where given`,
    parts: exprs,
    combine: (values) => joined(mark, ...values) || null,
  });
};
