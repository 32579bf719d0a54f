import type { Arena, Table } from "../domain/arena.ts";
import type { Column } from "../domain/columns.ts";
import { compilePattern, type Matches } from "../domain/pattern.ts";
import { isBlankCell, isNothing, isReadAsText, typed, untagged } from "./typing.ts";

/** What each cell of the named columns must be. */
export type CellRule =
  | { readonly must: "numeric" | "parseable" | "present" | "filled" }
  | { readonly must: "match"; readonly pattern: string; readonly matches: Matches }
  | {
      readonly must: "be-one-of";
      readonly values: readonly (string | number)[];
      readonly typed: ReadonlySet<string>;
    }
  | { readonly must: "be-at-least" | "be-at-most"; readonly bound: string | number };

/** A blank is not a wrong value: whether it may be blank is for `no_nan_` and `_not_blank` to say. */
export const breaksRule = (rule: CellRule, typedCell: string): boolean => {
  const raw = untagged(typedCell);
  const isText = isReadAsText(typedCell);
  switch (rule.must) {
    case "present":
      return isText && isNothing(raw);
    case "filled":
      return isText && isBlankCell(raw);
    case "numeric":
    case "parseable":
      return isText && !isBlankCell(raw);
    case "match":
      return !isBlankCell(raw) && !rule.matches(raw);
    case "be-one-of":
      return !rule.typed.has(typedCell) && !(isText && isBlankCell(raw));
    case "be-at-least":
      return !isText && isLess(raw, rule.bound);
    case "be-at-most":
      return !isText && isMore(raw, rule.bound);
  }
};

/** Days are compared as texts, which ISO days allow. What is no number or day fails another check. */
const isLess = (raw: string, bound: string | number): boolean =>
  typeof bound === "number" ? Number(raw) < bound : raw < bound;

const isMore = (raw: string, bound: string | number): boolean =>
  typeof bound === "number" ? Number(raw) > bound : raw > bound;

/** One check of an arena, in words that decide how it is carried out. */
export type PlannedCheck = { readonly name: string } & (
  | { readonly about: "readable"; readonly table: Table }
  | { readonly about: "header"; readonly table: Table }
  | { readonly about: "subset"; readonly table: Table; readonly of: Table }
  | {
      readonly about: "cells";
      readonly table: Table;
      readonly rule: CellRule;
      readonly columns: readonly string[];
    }
  /** No two rows may have the same in all of these columns. */
  | {
      readonly about: "repeats";
      readonly table: Table;
      readonly columns: readonly string[];
      readonly blanksCount: boolean;
    }
  | { readonly about: "reference"; readonly table: Table }
);

export type CheckScope = "all" | "master-only";

export const referenceCheck = "matches_reference_output";
export const keyCheck = "key_is_unique";

/** The arena's checks, in the order in which they are always shown. */
export const plannedChecks = (arena: Arena, scope: CheckScope): PlannedCheck[] => {
  const { master } = arena;
  const repaired = scope === "all" ? arena.repaired : null;
  const failures = scope === "all" ? arena.failures : null;
  return [
    readable("can_read_output", master),
    ...(repaired ? [readable("can_read_mutation_success_output", repaired)] : []),
    ...(failures ? [readable("can_read_mutation_failures_output", failures)] : []),
    header("has_required_columns", master),
    ...(repaired ? repairedChecks(repaired, master) : []),
    ...(failures ? failuresChecks(failures) : []),
    ...cellChecks(master),
    ...columnChecks(master),
    ...(arena.gold.key.length > 0 ? [repeats(keyCheck, master, arena.gold.key, true)] : []),
    { name: referenceCheck, about: "reference", table: master },
  ];
};

const readable = (name: string, table: Table): PlannedCheck => ({ name, about: "readable", table });

const header = (name: string, table: Table): PlannedCheck => ({ name, about: "header", table });

const repairedChecks = (table: Table, master: Table): PlannedCheck[] => [
  header("mutation_success_has_required_columns", table),
  { name: "mutation_success_rows_in_master", about: "subset", table, of: master },
];

const failuresChecks = (table: Table): PlannedCheck[] => [
  header("mutation_failures_has_required_columns", table),
  {
    name: "mutation_failures_have_diagnostics",
    about: "cells",
    table,
    rule: { must: "present" },
    columns: table.required,
  },
];

const repeats = (
  name: string,
  table: Table,
  columns: readonly string[],
  blanksCount: boolean,
): PlannedCheck => ({ name, about: "repeats", table, columns, blanksCount });

const cells = (name: string, table: Table, rule: CellRule, column: string): PlannedCheck => ({
  name,
  about: "cells",
  table,
  rule,
  columns: [column],
});

const cellChecks = (table: Table): PlannedCheck[] => {
  const ofType = (type: Column["type"]): Column[] =>
    table.columns.filter((column) => column.type === type && column.ignore !== true);
  return [
    ...ofType("number").map(({ name }) =>
      cells(`${name}_is_numeric`, table, { must: "numeric" }, name),
    ),
    ...ofType("date").map(({ name }) =>
      cells(`${name}_is_parseable`, table, { must: "parseable" }, name),
    ),
    ...table.columns
      .filter(({ name }) => table.required.includes(name))
      .map(({ name }) => cells(`no_nan_${name}`, table, { must: "present" }, name)),
  ];
};

/** The checks that columns of an arena ask for by name. */
const columnChecks = (table: Table): PlannedCheck[] =>
  table.columns.flatMap((column): PlannedCheck[] => {
    const { name, type, notBlank, unique, pattern, oneOf, min, max } = column;
    const check = (suffix: string, rule: CellRule): PlannedCheck =>
      cells(`${name}_${suffix}`, table, rule, name);
    return [
      ...(notBlank ? [check("not_blank", { must: "filled" })] : []),
      ...(unique ? [repeats(`${name}_is_unique`, table, [name], false)] : []),
      ...(pattern === undefined
        ? []
        : [
            check("matches_pattern", {
              must: "match",
              pattern,
              matches: compilePattern(pattern),
            }),
          ]),
      ...(oneOf === undefined
        ? []
        : [
            check("is_one_of", {
              must: "be-one-of",
              values: oneOf,
              typed: new Set(oneOf.map((value) => typed(type, String(value)))),
            }),
          ]),
      ...(min === undefined ? [] : [check("at_least", { must: "be-at-least", bound: min })]),
      ...(max === undefined ? [] : [check("at_most", { must: "be-at-most", bound: max })]),
    ];
  });
