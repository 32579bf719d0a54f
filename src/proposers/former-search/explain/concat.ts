import { isBlank, lowerCase, titleCase, trim, upperCase, words } from "../../../kit/index.ts";
import { call, flat, quoted } from "../../search/doc.ts";
import { counted, sampled, sorted } from "../../search/order.ts";
import { applied, asText, column, type Expr, exprOf, type Need } from "../expr.ts";
import { pieceAt, trimmed, wordAt } from "./pieces.ts";
import type { Pool } from "./pool.ts";
import type { Task } from "./task.ts";

/** A part of a text put together from several. */
type Part = { readonly text: string } | { readonly expr: Expr };

interface Ingredient {
  readonly expr: Expr;
  readonly outputs: readonly string[];
  /** How seldom it stands in other rows' gold: what stands in all of them says nothing. */
  readonly worth: number;
}

const mostIngredients = 36;
const mostProbes = 60;
const mostTemplates = 160;
const longestTemplate = 9;

/** Texts put together from pieces of several columns, with what stands between them. */
export const concatenations = (task: Task, pool: Pool): void => {
  const probes = sampled([...task.rows.keys()], mostProbes);
  const gold = probes.map((at) => task.gold[at] ?? "");
  if (gold.filter((cell) => cell.length > 2).length < 3) return;
  const ingredients = ingredientsOf(task, probes, gold);
  const templates = new Map<string, readonly Part[]>();
  for (const at of sampled(
    [...gold.keys()].filter((at) => (gold[at] ?? "").length > 2),
    10,
  ))
    for (const template of templatesFor(gold[at] ?? "", at, ingredients))
      templates.set(keyOf(template), template);
  const likely = counted([...templates.keys()]).map(([key]) => templates.get(key) ?? []);
  for (const template of likely) offer(template, pool);
};

const keyOf = (template: readonly Part[]): string =>
  template.map((part) => ("text" in part ? JSON.stringify(part.text) : part.expr.key)).join("+");

const ingredientsOf = (
  task: Task,
  probes: readonly number[],
  gold: readonly string[],
): Ingredient[] => {
  const rows = probes.flatMap((at) => task.rows[at] ?? []);
  const found = candidates(task).flatMap((expr): Ingredient[] => {
    const outputs = rows.map((row) => asText(expr.run(row)));
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

const candidates = ({ columns, solved, all }: Task): Expr[] => {
  const sources = columns.map(column);
  const marks = (name: string): string[] =>
    [", ", " ", ",", "-", "/", "_", ".", ";", "@"].filter((mark) =>
      all.slice(0, 200).some(({ cells }) => trim(cells[name]).includes(mark)),
    );
  const whole = sources.map((source) => trimmed(source));
  const parts = columns.flatMap((name) =>
    marks(name).flatMap((mark) =>
      [0, 1, 2, -1].map((index) =>
        trimmedIfNeeded(pieceAt(trimmed(column(name)), mark, index), mark),
      ),
    ),
  );
  const spoken = columns.flatMap((name) => {
    const most = Math.max(...all.slice(0, 200).map(({ cells }) => words(cells[name]).length));
    return most < 2 ? [] : [0, 1, 2, -1].map((index) => wordAt(column(name), index));
  });
  const plain = [...solved, ...sources, ...whole, ...parts, ...spoken];
  const cased = [...solved, ...whole, ...parts, ...spoken].flatMap((expr) => [
    applied("titleCase", "in title case", expr, (value) => titleCase(asText(value))),
    applied("upperCase", "in upper case", expr, (value) => upperCase(asText(value))),
    applied("lowerCase", "in lower case", expr, (value) => lowerCase(asText(value))),
  ]);
  return [...plain, ...cased, ...whole.map(initial), ...parts.map(initial)];
};

const trimmedIfNeeded = (expr: Expr, mark: string): Expr =>
  mark.trim() === mark && mark !== "" ? trimmed(expr) : expr;

const initial = (source: Expr): Expr =>
  exprOf({
    doc: [call("upperCase", source.doc), ".slice(0, 1)"],
    bits: 7,
    words: `the first letter of ${source.words}`,
    from: [source],
    run: (row) => upperCase(asText(source.run(row))).slice(0, 1),
  });

/** Ways to write this cell with the pieces of its row, those with few and long pieces first. */
const templatesFor = (
  cell: string,
  at: number,
  ingredients: readonly Ingredient[],
): (readonly Part[])[] => {
  const found: (readonly Part[])[] = [];
  const usable = ingredients.filter(({ outputs }) => (outputs[at] ?? "").trim() !== "");
  const walk = (from: number, template: readonly Part[]): void => {
    if (found.length >= mostTemplates || template.length > longestTemplate) return;
    if (from >= cell.length) {
      if (template.filter((part) => "expr" in part).length >= 2) found.push(template);
      return;
    }
    const here = usable.filter(({ outputs }) => cell.startsWith(outputs[at] ?? "", from));
    const longest = sorted(here, ({ outputs }) => -(outputs[at] ?? "").length).slice(0, 5);
    for (const { expr, outputs } of longest)
      walk(from + (outputs[at] ?? "").length, [...template, { expr }]);
    if (longest.length === 0 || !/[\p{L}\p{N}]/u.test(cell[from] ?? ""))
      walk(from + 1, withLetter(template, cell[from] ?? ""));
  };
  walk(0, []);
  return sorted(found, literalLetters).slice(0, 24);
};

const withLetter = (template: readonly Part[], letter: string): readonly Part[] => {
  const last = template.at(-1);
  return last && "text" in last
    ? [...template.slice(0, -1), { text: last.text + letter }]
    : [...template, { text: letter }];
};

const literalLetters = (template: readonly Part[]): number =>
  template.reduce(
    (sum, part) => sum + ("text" in part ? part.text.replace(/[^\p{L}\p{N}]/gu, "").length * 3 : 1),
    0,
  );

const offer = (template: readonly Part[], pool: Pool): void => {
  const whole = written(template);
  pool.add(whole);
  const joined = joinedBy(template);
  if (joined) pool.add(joined);
};

const partBits = (part: Part): number =>
  "text" in part
    ? 2 + 2 * part.text.length + 4 * part.text.replace(/[^\p{L}\p{N}]/gu, "").length
    : 1;

const filled: Need = {
  name: "filled",
  declaration: [
    "const filled = (texts: TemplateStringsArray, ...parts: MaybeText[]): string | null =>\n",
    "  parts.some(isBlank)\n",
    "    ? null\n",
    `    : texts.map((text, at) => (at === 0 ? "" : parts[at - 1]) + text).join("");`,
  ],
  fill: null,
};

/** Nothing where one of its pieces is blank. */
const written = (template: readonly Part[]): Expr => {
  const code = template.map((part) =>
    "text" in part ? escaped(part.text) : `\${${flat(part.expr.doc)}}`,
  );
  return exprOf({
    doc: `filled\`${code.join("")}\``,
    bits: 6 + template.reduce((sum, part) => sum + partBits(part), 0),
    words: wordsOf(template),
    from: exprsOf(template),
    needs: [filled],
    run: (row) => {
      const texts = template.map((part) =>
        "text" in part ? part.text : asText(part.expr.run(row)),
      );
      const lacks = template.some((part, at) => "expr" in part && isBlank(texts[at]));
      return lacks ? null : texts.join("");
    },
  });
};

const escaped = (text: string): string => text.replace(/[`\\$]/g, "\\$&");

const exprsOf = (template: readonly Part[]): Expr[] =>
  template.flatMap((part) => ("expr" in part ? [part.expr] : []));

const wordsOf = (template: readonly Part[]): string =>
  exprsOf(template)
    .map(({ words }) => words)
    .join(" and ");

const joined: Need = {
  name: "joined",
  declaration:
    "const joined = (mark: string, ...parts: MaybeText[]): string =>\n" +
    "  parts.filter((part) => !isBlank(part)).join(mark);",
  fill: null,
};

/** The same mark everywhere: blank parts are left out together with it. */
const joinedBy = (template: readonly Part[]): Expr | null => {
  const marks = template.flatMap((part) => ("text" in part ? [part.text] : []));
  const [mark] = marks;
  const exprs = exprsOf(template);
  if (mark === undefined || new Set(marks).size > 1 || template.length !== 2 * exprs.length - 1)
    return null;
  return exprOf({
    doc: call("joined", quoted(mark), ...exprs.map(({ doc }) => doc)),
    bits: 8 + 2 * mark.length,
    words: `${wordsOf(template)}, where given`,
    from: exprs,
    needs: [joined],
    run: (row) =>
      exprs
        .map((expr) => asText(expr.run(row)))
        .filter((part) => !isBlank(part))
        .join(mark),
  });
};
