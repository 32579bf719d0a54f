import { canonicalToken, lookupTable, lowerCase, trim } from "../../../kit/index.ts";
import { call, list, object, property, quoted } from "../../search/doc.ts";
import { pascal } from "../../search/names.ts";
import { counted, sorted } from "../../search/order.ts";
import { loose } from "../../search/typed.ts";
import { asText, column, type Expr, exprOf, type Need } from "../expr.ts";
import type { Pool } from "./pool.ts";
import type { Task } from "./task.ts";

const mostEntries = 60;

interface Entry {
  readonly key: string;
  readonly value: string;
  readonly support: number;
}

const normals = [
  { name: "canonicalToken", run: (text: string) => canonicalToken(text), bits: 2 },
  { name: "lowerCase", run: (text: string) => lowerCase(text), bits: 0 },
];

/** Tables from what the input says to what the gold says, where each entry is seen several times. */
export const maps = (task: Task, pool: Pool): void => {
  for (const name of task.columns)
    for (const normal of normals) {
      const source = column(name);
      const all = entriesOf(source, normal.run, task);
      if (all.length === 0) continue;
      // What tidying alone gives needs no entry.
      const telling = all.filter(({ key, value }) => loose(key) !== loose(value));
      for (const entries of [telling, all])
        if (entries.length > 0 && entries.length <= mostEntries)
          pool.add(mapped(source, entries, normal, task));
    }
};

const entriesOf = (source: Expr, normal: (text: string) => string, task: Task): Entry[] => {
  const groups = new Map<string, string[]>();
  for (const [at, row] of task.rows.entries()) {
    const key = normal(trim(asText(source.run(row))));
    const answer = task.gold[at] ?? "";
    if (key === "" || answer.trim() === "") continue;
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  if (groups.size * 2 > task.rows.length) return [];
  const all = [...groups].map(([key, answers]): Entry & { seen: number } => {
    const [[value, support] = ["", 0]] = counted(answers);
    return { key, value, support, seen: answers.length };
  });
  const often = all.filter(({ support, seen }) => support >= 2 && support * 10 >= seen * 8);
  const isPure = often.every(({ support, seen }) => support === seen) && often.length >= 4;
  const inputs = new Map(counted(task.all.map((row) => normal(trim(asText(source.run(row)))))));
  // One row's answer stands for several where all others agree, and the input says it often.
  const rare = all.filter(({ key, seen }) => seen === 1 && (inputs.get(key) ?? 0) >= 3);
  return sorted(isPure ? [...often, ...rare] : often, ({ support }) => -support);
};

const mapped = (
  source: Expr,
  entries: readonly Entry[],
  normal: (typeof normals)[number],
  task: Task,
): Expr => {
  const name = `${camel(task.name)}By${pascalOf(source)}`;
  const table = Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  const look = lookupTable(table, normal.run);
  const byValue = sorted(entries, ({ value }) => entries.findIndex((one) => one.value === value));
  const need: Need = {
    name,
    declaration: [
      `const ${name} = `,
      call(
        "lookupTable",
        object(byValue.map(({ key, value }) => `${property(key)}: ${quoted(value)}`)),
        normal.name,
      ),
      ";",
    ],
    fill: null,
  };
  const values = new Set(task.gold).size;
  const each = Math.log2(values + 1) + Math.log2(entries.length + 1) + 6;
  return exprOf({
    doc: call(name, source.doc),
    bits: 14 + normal.bits + each * entries.length,
    words: `looked up by ${source.words} in a table of ${entries.length}`,
    from: [source],
    needs: [need],
    run: (row) => look(asText(source.run(row))),
  });
};

const pascalOf = ({ reads }: Expr): string => pascal(reads.join(" "));
const camel = (name: string): string => {
  const word = pascal(name);
  return word.charAt(0).toLowerCase() + word.slice(1);
};

/** Words of a text that the gold always spells in another way: "St." for "Street". */
export const wordMaps = (task: Task, pool: Pool): void => {
  for (const tried of pool.best(6)) {
    if (tried.hit.size === 0) continue;
    const entries = wordEntries(
      tried.cells.map((cell) => cell.slice(1)),
      task,
    );
    if (entries.length > 0) pool.add(respelt(tried.expr, entries, task));
  }
};

const wordEntries = (cells: readonly string[], { gold }: Task): Entry[] => {
  const changes = new Map<string, string[]>();
  for (const [at, cell] of cells.entries()) {
    const from = cell.trim().split(/\s+/);
    const to = (gold[at] ?? "").trim().split(/\s+/);
    if (from.length !== to.length) continue;
    for (const [index, word] of from.entries())
      changes.set(word, [...(changes.get(word) ?? []), to[index] ?? ""]);
  }
  return [...changes].flatMap(([key, answers]) => {
    const [[value, support] = ["", 0]] = counted(answers);
    return value !== key && support >= 2 && support * 10 >= answers.length * 9
      ? [{ key, value, support }]
      : [];
  });
};

const respelt = (source: Expr, entries: readonly Entry[], task: Task): Expr => {
  const table = new Map(entries.map(({ key, value }) => [key, value]));
  const name = `${camel(task.name)}Words`;
  const written = entries.map(({ key, value }) => list([quoted(key), quoted(value)]));
  const words: Need = {
    name,
    declaration: [`const ${name} = new Map(`, list(written), ");"],
    fill: null,
  };
  const speller: Need = {
    name: "respelt",
    declaration:
      "const respelt = (text: MaybeText, table: ReadonlyMap<string, string>): string =>\n" +
      '  trim(text)\n    .split(" ")\n    .map((word) => table.get(word) ?? word)\n    .join(" ");',
    fill: null,
  };
  return exprOf({
    doc: call("respelt", source.doc, name),
    bits: 16 + 20 * entries.length,
    words: `${source.words}, ${entries.length} words spelt out`,
    from: [source],
    needs: [words, speller],
    run: (row) =>
      trim(asText(source.run(row)))
        .split(" ")
        .map((word) => table.get(word) ?? word)
        .join(" "),
  });
};
