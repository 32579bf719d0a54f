import { en } from "zod/locales";
import * as z from "zod/mini";
import { nearest } from "./nearest.ts";
import { Problem } from "./problems.ts";

const inEnglish = en().localeError;

/** Reads a settings file of ours: JSON, strict, and every fault named in words a person can act on. */
export const parseStrict = <Schema extends z.ZodMiniType>(
  schema: Schema,
  text: string,
  path: string,
): z.output<Schema> => {
  const result = schema.safeParse(parseJson(text, path), { error: inEnglish });
  if (result.success) return result.data;
  const findings = result.error.issues.flatMap((issue) => describe(schema, issue));
  throw Problem.of("bad-config", { path, findings });
};

const parseJson = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw Problem.of("not-json", { path, reason: (error as SyntaxError).message });
  }
};

const describe = (schema: z.ZodMiniType, issue: z.core.$ZodIssue): string[] => {
  const place = issue.path.join(".");
  if (issue.code !== "unrecognized_keys")
    return [`${place === "" ? "the file" : place}: ${issue.message}`];
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    return `unknown key "${[...issue.path, key].join(".")}"${meant ? `; did you mean "${meant}"?` : ` (known: ${known.join(", ")})`}`;
  });
};

/** The keys that the schema knows at a path, read off its own JSON schema. */
const keysAt = (schema: z.ZodMiniType, path: readonly PropertyKey[]): string[] => {
  let node: unknown = z.toJSONSchema(schema, { io: "input" });
  for (const key of path) node = member(member(node, "properties"), String(key));
  return Object.keys((member(node, "properties") as object | undefined) ?? {});
};

const member = (node: unknown, key: string): unknown =>
  typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined;
