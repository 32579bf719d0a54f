import { en } from "zod/locales";
import * as z from "zod/mini";
import { nearestWord } from "./nearest-word.ts";
import { Problem } from "./problems.ts";
import { visible } from "./visible.ts";

const inEnglish = en().localeError;

/** Reads a settings file of ours: JSON, strict, and every fault named in words a person can act on. */
export const parseStrict = <Schema extends z.ZodMiniType>(
  schema: Schema,
  text: string,
  path: string,
): z.output<Schema> => {
  const result = schema.safeParse(parseJson(text, path), {
    error: inEnglish,
    reportInput: true,
  });
  if (result.success) return result.data;
  const findings = result.error.issues.flatMap((issue) => describe(schema, issue));
  throw Problem.of("bad-config", { path, findings });
};

const parseJson = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""), (key, value) => {
      if (key !== "__proto__") return value;
      throw Problem.of("bad-config", { path, findings: ['nothing can be called "__proto__"'] });
    });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw Problem.of("not-json", { path, reason: (error as SyntaxError).message });
  }
};

const describe = (schema: z.ZodMiniType, issue: z.core.$ZodIssue): string[] => {
  const meant = issue.code === "invalid_union" ? likeliest(issue) : undefined;
  if (meant) return meant.flatMap((one) => describe(schema, one));
  const place = issue.path.join(".");
  if (issue.code === "invalid_key")
    return [`${place}: ${issue.issues[0]?.message ?? issue.message}`];
  if (issue.code !== "unrecognized_keys")
    return [`${place === "" ? "the file" : place}: ${issue.message}${given(issue.input)}`];
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearestWord(key, known);
    return `unknown key "${[...issue.path, key].join(".")}"${meant ? `; did you mean "${meant}"?` : ` (known: ${known.join(", ")})`}`;
  });
};

/** Of the forms that a value may have, the faults of the one that it comes nearest to. */
const likeliest = ({
  path,
  errors,
}: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined => {
  const inside = errors.find((issues) =>
    issues.every(({ path: at, code }) => at.length > 0 || code === "unrecognized_keys"),
  );
  return (inside ?? errors[0])?.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
};

const given = (value: unknown): string =>
  value === undefined ? "" : ` (it is ${visible(JSON.stringify(value), 60)})`;

/** The keys that the schema knows at a path; a table of columns knows none of its own. */
const keysAt = (schema: z.ZodMiniType, path: readonly PropertyKey[]): string[] => {
  const { def } = schema;
  if ("innerType" in def && def.innerType instanceof z.ZodMiniType)
    return keysAt(def.innerType, path);
  if (schema instanceof z.ZodMiniUnion)
    return schema.def.options.flatMap((option) =>
      option instanceof z.ZodMiniType ? keysAt(option, path) : [],
    );
  const [key, ...rest] = path;
  if (schema instanceof z.ZodMiniRecord && key !== undefined)
    return schema.def.valueType instanceof z.ZodMiniType ? keysAt(schema.def.valueType, rest) : [];
  if (!(schema instanceof z.ZodMiniObject)) return [];
  if (key === undefined) return Object.keys(schema.shape);
  const member: unknown = schema.shape[String(key)];
  return member instanceof z.ZodMiniType ? keysAt(member, rest) : [];
};
