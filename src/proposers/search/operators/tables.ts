import { canonicalToken, lookupTable, lowerCase, replaceWords, trim } from "../../../kit/index.ts";
import { call, object, property, quoted } from "../doc.ts";
import { asText, type Expr, exprOf, type Prepared } from "../expr.ts";
import { pascal } from "../names.ts";
import type { Offers, Operator } from "../operator.ts";
import { counted, sorted } from "../order.ts";
import { type ColumnTask, examplesOf, type Source } from "../task.ts";
import { loose } from "../typed.ts";

const mostEntries = 60;
const mostExamples = 400;

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
export const tables: Operator = {
  name: "tables",
  types: ["text", "number"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const source of task.sources) {
      if (source.profile.longest > 120 || isFigures(source)) continue;
      for (const normal of normals) {
        const all = entriesOf(source, normal.run, task);
        if (all.length === 0) continue;
        // What tidying alone gives needs no entry.
        const telling = all.filter(({ key, value }) => loose(key) !== loose(value));
        for (const entries of [telling, all])
          if (entries.length > 0 && entries.length <= mostEntries)
            offers.offer(mapped(source, entries, normal, task));
      }
    }
  },
};

/** Times, amounts and keys have no spellings. */
const isFigures = ({ profile }: Source): boolean => profile.digits > 0.8 && profile.distinct > 40;

const entriesOf = (source: Source, normal: (text: string) => string, task: ColumnTask): Entry[] => {
  const groups = new Map<string, Map<string, number>>();
  for (const { from, to, times } of examplesOf(source.expr, task, mostExamples)) {
    const key = normal(trim(from));
    if (key === "" || to.trim() === "") continue;
    const answers = groups.get(key) ?? new Map<string, number>();
    answers.set(to, (answers.get(to) ?? 0) + times);
    groups.set(key, answers);
  }
  if (groups.size * 2 > task.want.length) return [];
  const all = [...groups].map(([key, answers]): Entry & { seen: number } => {
    const [[value, support] = ["", 0]] = [...answers].sort(([, a], [, b]) => b - a);
    return { key, value, support, seen: [...answers.values()].reduce((sum, n) => sum + n, 0) };
  });
  const often = all.filter(({ support, seen }) => support >= 2 && support * 10 >= seen * 8);
  const isPure = often.every(({ support, seen }) => support === seen) && often.length >= 4;
  const inputs = new Map<string, number>();
  for (const [cell, times] of source.profile.common) {
    const key = normal(trim(cell));
    inputs.set(key, (inputs.get(key) ?? 0) + times);
  }
  // One row's answer stands for several where all others agree, and the input says it often.
  const rare = all.filter(({ key, seen }) => seen === 1 && (inputs.get(key) ?? 0) >= 3);
  return sorted(isPure ? [...often, ...rare] : often, ({ support }) => -support);
};

const camel = (name: string): string => {
  const word = pascal(name);
  return word.charAt(0).toLowerCase() + word.slice(1);
};

const mapped = (
  source: Source,
  entries: readonly Entry[],
  normal: (typeof normals)[number],
  task: ColumnTask,
): Expr => {
  const name = `${camel(task.name)}By${pascal(source.name)}`;
  const isNumber = task.type === "number" && entries.every(({ value }) => /^-?\d/.test(value));
  const table = Object.fromEntries(
    entries.map(({ key, value }) => [key, isNumber ? Number(value) : value]),
  );
  const look = lookupTable<string | number>(table, normal.run);
  const byValue = sorted(entries, ({ value }) => entries.findIndex((one) => one.value === value));
  const written = byValue.map(
    ({ key, value }) => `${property(key)}: ${isNumber ? String(Number(value)) : quoted(value)}`,
  );
  const prepared: Prepared = {
    name,
    declaration: [`const ${name} = `, call("lookupTable", object(written), normal.name), ";"],
    fill: null,
  };
  const values = new Set(entries.map(({ value }) => value)).size;
  const each = Math.log2(values + 1) + Math.log2(entries.length + 1) + 6;
  return exprOf({
    kind: "table",
    code: call(name, source.expr.code),
    bits: 14 + normal.bits + each * entries.length,
    words: `looked up by ${source.expr.words} in a table of ${entries.length}`,
    parts: [source.expr],
    prepared: [prepared],
    memorises: entries.length,
    combine: ([value = null]) => look(asText(value)),
  });
};

/** Words of a text that the gold always spells in another way: "St." for "Street". */
export const respelt: Operator = {
  name: "respelt",
  types: ["text"],
  readsLongText: false,
  propose: (task, offers) => {
    for (const { expr, hit } of offers.best(6)) {
      if (hit.size === 0 || expr.kind === "table") continue;
      const entries = wordEntries(expr, task);
      if (entries.length > 0 && entries.length <= 30) offerRespelt(expr, entries, task, offers);
    }
  },
};

const wordEntries = (source: Expr, task: ColumnTask): Entry[] => {
  const changes = new Map<string, string[]>();
  for (const { from, to } of examplesOf(source, task, mostExamples)) {
    if (from.length > 200) continue;
    const before = from.trim().split(/\s+/);
    const after = to.trim().split(/\s+/);
    if (before.length !== after.length) continue;
    for (const [index, word] of before.entries())
      changes.set(word, [...(changes.get(word) ?? []), after[index] ?? ""]);
  }
  return [...changes].flatMap(([key, answers]) => {
    const [[value, support] = ["", 0]] = counted(answers);
    const isChange = value !== key && loose(value) !== loose(key);
    return isChange && support >= 2 && support * 10 >= answers.length * 9
      ? [{ key, value, support }]
      : [];
  });
};

const offerRespelt = (
  source: Expr,
  entries: readonly Entry[],
  task: ColumnTask,
  offers: Offers,
): void => {
  const table = Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  const name = `${camel(task.name)}Words`;
  const written = entries.map(({ key, value }) => `${property(key)}: ${quoted(value)}`);
  const prepared: Prepared = {
    name,
    declaration: [`const ${name}: Record<string, string> = `, object(written), ";"],
    fill: null,
  };
  offers.offer(
    exprOf({
      kind: "edited",
      code: call("replaceWords", source.code, name),
      bits: 10 + 16 * entries.length,
      words: `${source.words}, ${entries.length} words spelt out`,
      parts: [source],
      prepared: [prepared],
      memorises: entries.length,
      combine: ([value = null]) => replaceWords(asText(value), table),
    }),
  );
};
