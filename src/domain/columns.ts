import * as z from "zod/mini";
import { patternFault } from "./pattern.ts";

export const columnTypes = ["text", "number", "date"] as const;
export type ColumnType = (typeof columnTypes)[number];

const typeName = z.enum(columnTypes);
const bound = z.union([z.number(), z.string()]);

/** How the judge compares a column, and which checks of their own its cells must pass. */
export const columnRules = {
  /** Numbers that differ by no more are one. */
  tolerance: z.optional(z.number().check(z.positive())),
  compare: z.optional(z.enum(["exact", "folded"])),
  /** The judge compares nothing in it, and the gold may lack it. */
  ignore: z.optional(z.boolean()),
  unique: z.optional(z.boolean()),
  /** What each whole cell must look like. */
  pattern: z.optional(z.string()),
  oneOf: z.optional(z.array(bound).check(z.minLength(1))),
  min: z.optional(bound),
  max: z.optional(bound),
  notBlank: z.optional(z.boolean()),
};

const ruleSchema = z.strictObject(columnRules);
type ColumnRules = z.output<typeof ruleSchema>;

/** A type alone, or an object that says more. */
export const columnSchema = z.union([
  typeName,
  z.strictObject({ type: typeName, required: z.optional(z.boolean()), ...columnRules }),
]);
type ColumnDeclaration = z.output<typeof columnSchema>;

export interface Column extends Readonly<ColumnRules> {
  readonly name: string;
  readonly type: ColumnType;
}

export const columnFrom = (name: string, declared: ColumnDeclaration): Column => {
  if (typeof declared === "string") return { name, type: declared };
  const { required: _, ...column } = declared;
  return { name, ...column };
};

export const isRequired = (declared: ColumnDeclaration): boolean =>
  typeof declared !== "string" && declared.required === true;

/** Whether cells are compared as they are typed, which is the rule. */
export const isPlain = ({ tolerance, compare, ignore }: Column): boolean =>
  tolerance === undefined && compare !== "folded" && ignore !== true;

const isoDay = /^\d{4}-\d{2}-\d{2}$/;

/** What the schema alone cannot say of one column. */
export const columnContradictions = (place: string, declared: ColumnDeclaration): string[] => {
  if (typeof declared === "string") return [];
  const { type, tolerance, compare, pattern, oneOf, min, max } = declared;
  const findings: string[] = [];
  const forType = (rule: string, given: unknown, types: readonly ColumnType[]): void => {
    if (given !== undefined && !types.includes(type))
      findings.push(`${place}.${rule} is for a ${types.join(" or ")} column (it is a ${type})`);
  };
  forType("tolerance", tolerance, ["number"]);
  forType("compare", compare === "folded" ? compare : undefined, ["text"]);
  forType("pattern", pattern, ["text"]);
  forType("min", min, ["number", "date"]);
  forType("max", max, ["number", "date"]);
  for (const [rule, value] of Object.entries({ min, max, oneOf }))
    for (const one of [value ?? []].flat())
      if (!isOfType(type, one))
        findings.push(`${place}.${rule}: ${JSON.stringify(one)} is not ${expected[type]}`);
  if (min !== undefined && max !== undefined && typeof min === typeof max && min > max)
    findings.push(`${place}.min is ${min}, which is more than its max ${max}`);
  const fault = pattern === undefined ? null : patternFault(pattern);
  if (fault !== null) findings.push(`${place}.pattern ${JSON.stringify(pattern)} ${fault}`);
  return findings;
};

const expected: Record<ColumnType, string> = {
  number: "a number",
  date: "a day in quotes, as 2026-01-31",
  text: "a text in quotes",
};

const isOfType = (type: ColumnType, value: string | number): boolean => {
  if (type === "number") return typeof value === "number";
  return typeof value === "string" && (type === "text" || isoDay.test(value));
};
