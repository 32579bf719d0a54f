import type { Arena, Column, Table } from "../domain/arena.ts";
import { isBlankCell, isNothing, isReadAsText, untagged } from "./typing.ts";

/** What each cell of the named columns must be. */
export type CellRule = "numeric" | "parseable" | "present";

/** A blank is not a wrong number: whether it may be blank is for `no_nan_` to say. */
export const breaksRule = (rule: CellRule, typedCell: string): boolean => {
  if (!isReadAsText(typedCell)) return false;
  const raw = untagged(typedCell);
  return rule === "present" ? isNothing(raw) : !isBlankCell(raw);
};

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
  | { readonly about: "reference"; readonly table: Table }
);

export type CheckScope = "all" | "master-only";

export const referenceCheck = "matches_reference_output";

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
    rule: "present",
    columns: table.required,
  },
];

const cellChecks = (table: Table): PlannedCheck[] => {
  const check = (rule: CellRule, column: string, name: string): PlannedCheck => ({
    name,
    about: "cells",
    table,
    rule,
    columns: [column],
  });
  const typed = (type: Column["type"]): Column[] =>
    table.columns.filter((column) => column.type === type);
  return [
    ...typed("number").map(({ name }) => check("numeric", name, `${name}_is_numeric`)),
    ...typed("date").map(({ name }) => check("parseable", name, `${name}_is_parseable`)),
    ...table.columns
      .filter(({ name }) => table.required.includes(name))
      .map(({ name }) => check("present", name, `no_nan_${name}`)),
  ];
};
