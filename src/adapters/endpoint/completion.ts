import * as z from "zod/mini";
import type { Message } from "../../domain/model.ts";

const part = z.object({ text: z.catch(z.string(), "") });
const message = z.object({
  content: z.nullish(z.union([z.string(), z.array(part)])),
  refusal: z.nullish(z.string()),
  tool_calls: z.nullish(z.array(z.unknown())),
  function_call: z.nullish(z.unknown()),
});
const count = z.catch(z.nullable(z.number()), null);
const completionSchema = z.object({
  choices: z.array(z.object({ message, finish_reason: z.nullish(z.string()) })),
  usage: z.catch(z.object({ prompt_tokens: count, completion_tokens: count }), {
    prompt_tokens: null,
    completion_tokens: null,
  }),
});

/** What an endpoint sent back, taken apart. */
export interface Completion {
  /** Undefined where it is not a completion at all; null where it holds none. */
  readonly message: Message | null | undefined;
  readonly usage: z.output<typeof completionSchema>["usage"];
  /** All that the model wrote as far as it can be seen, for counting. */
  readonly text: string;
}

export const readCompletion = (body: string): Completion => {
  const read = completionSchema.safeParse(parsed(body));
  if (!read.success)
    return {
      message: undefined,
      usage: { prompt_tokens: null, completion_tokens: null },
      text: body,
    };
  const { choices, usage } = read.data;
  const message = messageFrom(choices[0]);
  return { message, usage, text: message?.text ?? message?.refusal ?? "" };
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

type Choice = z.output<typeof completionSchema>["choices"][number];

const messageFrom = (choice: Choice | undefined): Message | null => {
  if (choice === undefined) return null;
  const { content, refusal, tool_calls, function_call } = choice.message;
  return {
    text: Array.isArray(content) ? content.map(({ text }) => text).join("") : (content ?? null),
    refusal: refusal ?? null,
    callsTool: (tool_calls?.length ?? 0) > 0 || Boolean(function_call),
    finish: choice.finish_reason ?? null,
  };
};
