import { canonicalToken, createTally, parseAmount, type Tally, trim } from "../../../kit/index.ts";
import { call, type Doc } from "../../search/doc.ts";
import { pascal } from "../../search/names.ts";
import type { Row } from "../../search/rows.ts";
import { loose, textOf } from "../../search/typed.ts";
import { applied, asText, column, type Expr, exprOf, type Need } from "../expr.ts";
import type { Pool } from "./pool.ts";
import type { Task } from "./task.ts";
import { tidied } from "./text.ts";

/**
 * What is usual in the input for the same group: the city of a zip code, the spelling of a name,
 * a thing's name in a file that lists them.
 */
export const usual = (task: Task, pool: Pool): void => {
  const profiles = new Map(task.columns.map((name) => [name, profileOf(name, task.all)]));
  for (const value of task.columns) {
    if (!knowsAnswers(value, task)) continue;
    for (const group of groupsFor(value, task, profiles))
      for (const cleaned of valuesOf(value, pool)) {
        const tally = talliedBy(group, cleaned, task);
        for (const key of keysFor(group, value, task, profiles))
          tidied(looked(tally, key), task, pool);
      }
  }
};

interface Profile {
  readonly cells: ReadonlySet<string>;
  readonly filled: number;
}

const profileOf = (name: string, rows: readonly Row[]): Profile => {
  const cells = rows.map(({ cells }) => trim(cells[name])).filter((cell) => cell !== "");
  return { cells: new Set(cells), filled: cells.length };
};

/** Whether many of the gold's cells stand somewhere in the column. */
const knowsAnswers = (name: string, { gold, all }: Task): boolean => {
  const known = new Set(all.map(({ cells }) => loose(cells[name] ?? "")));
  const answers = gold.filter((cell) => cell.trim() !== "");
  const found = answers.filter((cell) => known.has(loose(cell)));
  return found.length * 2 >= answers.length && found.length >= 2;
};

interface Group {
  readonly name: string;
  readonly isFolded: boolean;
}

const groupsFor = (value: string, task: Task, profiles: ReadonlyMap<string, Profile>): Group[] => {
  const others = task.columns.filter((name) => name !== value);
  const plain = others.flatMap((name): Group[] => {
    const profile = profiles.get(name);
    if (!profile || profile.cells.size < 2) return [];
    return [
      { name, isFolded: false },
      { name, isFolded: true },
    ];
  });
  return [...plain, { name: value, isFolded: true }];
};

/** The value as it is, or as the best tidying of it gives it. */
const valuesOf = (name: string, pool: Pool): Expr[] => {
  const tidy = pool
    .best(12)
    .filter(
      ({ expr }) => expr.reads.length === 1 && expr.reads[0] === name && expr.needs.length === 0,
    )
    .map(({ expr }) => expr);
  return [column(name), ...tidy.slice(0, 2)];
};

/** Columns by which the group can be looked up: itself, or one with the same values. */
const keysFor = (
  group: Group,
  value: string,
  { columns, rows }: Task,
  profiles: ReadonlyMap<string, Profile>,
): Group[] => {
  const own = profiles.get(group.name);
  if (!own) return [];
  if (group.name === value) return [group];
  const known = new Set(
    [...own.cells].map((cell) => (group.isFolded ? canonicalToken(cell) : cell)),
  );
  const isBlankHere = rows.every(({ cells }) => trim(cells[value]) === "");
  const repeats = own.filled >= own.cells.size * 1.5 || isBlankHere;
  const others = columns.filter((name) => {
    if (name === value || (name === group.name && !repeats)) return false;
    const filled = rows.map((row) => groupOf({ ...group, name }, row)).filter((key) => key !== "");
    const found = filled.filter((key) => known.has(key));
    return found.length >= 3 && found.length * 2 >= filled.length;
  });
  return others.map((name) => ({ name, isFolded: group.isFolded }));
};

/** Amounts that another file lists, looked up by the same kind of key. */
export const lookedUpAmounts = (task: Task, pool: Pool): void => {
  const profiles = new Map(task.columns.map((name) => [name, profileOf(name, task.all)]));
  for (const value of task.columns) {
    const isElsewhere = task.rows.every(({ cells }) => trim(cells[value]) === "");
    const cells = [...(profiles.get(value)?.cells ?? [])];
    if (!isElsewhere || cells.filter((cell) => parseAmount(cell) !== null).length < 2) continue;
    for (const group of groupsFor(value, task, profiles)) {
      const keys = keysFor(group, value, task, profiles);
      if (keys.length === 0) continue;
      const tally = talliedBy(group, column(value), task);
      for (const key of keys)
        pool.add(
          applied("parseAmount", "read as a number", looked(tally, key), (found) =>
            parseAmount(asText(found)),
          ),
        );
    }
  }
};

interface Tallied {
  readonly tally: Tally;
  readonly need: Need;
  readonly words: string;
  readonly values: Expr;
}

const groupDoc = ({ name, isFolded }: Group): Doc =>
  isFolded ? call("canonicalToken", column(name).doc) : column(name).doc;

const groupOf = ({ name, isFolded }: Group, row: Row): string =>
  isFolded ? canonicalToken(row.cells[name]) : (row.cells[name] ?? "");

const talliedBy = (group: Group, values: Expr, { all }: Task): Tallied => {
  const tally = createTally();
  for (const row of all) tally.add(groupOf(group, row), textOf(values.run(row)));
  const isSpelling = group.isFolded && values.reads[0] === group.name;
  const by = isSpelling ? "Spelling" : `By${pascal(group.name)}`;
  const what = pascal(values.reads[0] ?? "");
  const name = `${what.charAt(0).toLowerCase()}${what.slice(1)}${by}`;
  const need: Need = {
    name,
    declaration: `const ${name} = createTally();`,
    fill: [`${name}.add(`, groupDoc(group), ", ", values.doc, ")"],
  };
  const words = isSpelling ? `the usual spelling of ${values.words}` : `the usual ${values.words}`;
  return { tally, need, words, values };
};

const looked = ({ tally, need, words, values }: Tallied, key: Group): Expr => {
  const source = column(key.name);
  return exprOf({
    doc: [`${need.name}.mostUsual(`, groupDoc(key), ")"],
    bits: 12 + values.bits + (key.isFolded ? 2 : 0),
    words: words.includes("spelling") ? words : `${words} for ${key.name}`,
    from: [source],
    needs: [need],
    run: (row) => tally.mostUsual(groupOf(key, row)),
  });
};
