import {
  exploding,
  type GroupNames,
  type JoinOptions,
  joining,
  type PivotOptions,
  pivoting,
  splitting,
  transposing,
  type UnpivotColumns,
  type UnpivotNames,
  unpivoting,
  unpivotingGroups,
} from "../../../kit/row-steps.ts";
import { object, property, quoted } from "../doc.ts";
import type { LayoutStep } from "./layout.ts";
import { doubtfulCost, entry, kitStep, textList, usualCost } from "./step-code.ts";

export const unpivoted = (choice: UnpivotColumns, names: UnpivotNames): LayoutStep => {
  const columns = "keep" in choice ? choice.keep : choice.columns;
  const kind = "keep" in choice ? "keep" : "columns";
  const blank = names.skipBlank ? ["skipBlank: true"] : [];
  const which = kind === "keep" ? `each column but ${andMore(columns)}` : andMore(columns);
  return kitStep(
    "longRows",
    `${which} becomes a row of its own, with its name as ${names.name}`,
    "unpivot",
    [
      object([entry(kind, textList(columns))]),
      object([entry("name", quoted(names.name)), entry("value", quoted(names.value)), ...blank]),
    ],
    () => unpivoting(choice, names),
  );
};

const andMore = (columns: readonly string[]): string =>
  columns.length <= 4
    ? columns.join(", ")
    : `${columns.slice(0, 3).join(", ")} and ${columns.length - 3} more`;

export const unpivotedGroups = (
  groups: Readonly<Record<string, readonly string[]>>,
  names: GroupNames,
): LayoutStep =>
  kitStep(
    "longRows",
    `${names.values.join(" and ")} of each ${names.name} become a row of their own`,
    "unpivotGroups",
    [
      object(
        Object.entries(groups).map(([name, columns]) => entry(property(name), textList(columns))),
      ),
      object([entry("name", quoted(names.name)), entry("values", textList(names.values))]),
    ],
    () => unpivotingGroups(groups, names),
  );

export const pivoted = (options: PivotOptions): LayoutStep => {
  const { by, name, value, namesRow } = options;
  const fields = [
    entry("by", textList(by)),
    entry("name", quoted(name)),
    entry("value", quoted(value)),
    ...(namesRow ? ["namesRow: true"] : []),
  ];
  const which = by.length === 0 ? "each record" : `the same ${by.join(" and ")}`;
  const words = `those of ${which} become one, with ${value} under what ${name} says`;
  const made = kitStep("wideRows", words, "pivot", [object(fields)], () => pivoting(options));
  // Names that no column of the gold has are lost without a row of their own.
  return namesRow ? { ...made, cost: usualCost * 0.6 } : made;
};

export const sideBySideRows = (options: JoinOptions): LayoutStep => {
  const { every, by = [], skipBlank } = options;
  const fields = [
    ...(every === undefined ? [] : [entry("every", `${every}`)]),
    ...(by.length === 0 ? [] : [entry("by", textList(by))]),
    ...(skipBlank ? ["skipBlank: true"] : []),
  ];
  const which = every
    ? `every ${every}`
    : by.length > 0
      ? `those of one ${by.join(" and ")}`
      : "all";
  const words = `${which} become one, side by side`;
  const made = kitStep("joinedRows", words, "joinRows", [object(fields)], () => joining(options));
  return every === undefined ? made : { ...made, cost: doubtfulCost };
};

/** A cell that lists several things becomes a row for each. */
export const exploded = (column: string, mark: string): LayoutStep =>
  kitStep(
    "partedRows",
    `each part of ${column} at ${JSON.stringify(mark)} becomes a row of its own`,
    "explode",
    [quoted(column), quoted(mark)],
    () => exploding(column, mark),
  );

export const splitUp = (column: string, mark: string): LayoutStep =>
  kitStep(
    "splitRows",
    `each part of ${column} at ${JSON.stringify(mark)} becomes a column of its own`,
    "splitColumn",
    [quoted(column), quoted(mark)],
    () => splitting(column, mark),
  );

export const transposed = (names: string | null): LayoutStep => ({
  ...kitStep(
    "turnedRows",
    "columns become rows",
    "transpose",
    names === null ? [] : [quoted(names)],
    () => transposing(names),
  ),
  cost: names === null ? doubtfulCost : usualCost,
});
