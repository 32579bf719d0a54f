import type { Question } from "../../domain/model.ts";
import type { Body } from "./api-client.ts";
import type { Fault } from "./fault-messages.ts";

/** How an endpoint wants its questions put. Servers differ, and say so with a refusal. */
export interface RequestDialect {
  /** How it is held to the shape of the answer. */
  readonly format: "json_schema" | "json_object" | "text";
  readonly temperature: boolean;
  readonly limit: "max_tokens" | "max_completion_tokens";
}

/** The most that a server can do for us, and the name of the limit that most of them know. */
export const usualDialect: RequestDialect = {
  format: "json_schema",
  temperature: true,
  limit: "max_tokens",
};

export const bodyOf = (
  { instructions, material, answer, temperature }: Question,
  dialect: RequestDialect,
  model: string,
  maxTokens: number,
): Body => ({
  model,
  messages: [
    { role: "system", content: instructions },
    { role: "user", content: material },
  ],
  ...formatOf(dialect, answer),
  ...(dialect.temperature ? { temperature } : {}),
  [dialect.limit]: maxTokens,
});

const formatOf = (
  { format }: RequestDialect,
  { name, schema }: Question["answer"],
): Pick<Body, "response_format"> => {
  switch (format) {
    case "json_schema":
      return { response_format: { type: format, json_schema: { name, schema, strict: true } } };
    case "json_object":
      return { response_format: { type: format } };
    case "text":
      return {};
  }
};

const less = { json_schema: "json_object", json_object: "text", text: "text" } as const;

/** How to ask the same again so that it may be accepted, or null when that is not the trouble. */
export const adapted = (dialect: RequestDialect, fault: Fault): RequestDialect | null => {
  if (fault.kind !== "refused" || ![400, 415, 422, 501].includes(fault.status)) return null;
  const { said } = fault;
  if (dialect.limit === "max_tokens" && /max_completion_tokens/i.test(said))
    return { ...dialect, limit: "max_completion_tokens" };
  if (dialect.temperature && /temperature/i.test(said)) return { ...dialect, temperature: false };
  // Who refuses without a word of the format may still mean it; too long a prompt says so.
  if (dialect.format === "text" || /context|too (long|large|many)|max_tokens/i.test(said))
    return null;
  return { ...dialect, format: less[dialect.format] };
};
