import * as z from "zod/mini";
import { maxGenomeBytes } from "../../domain/genome.ts";
import type { AnswerShape, Message } from "../../domain/model.ts";
import { visible } from "../../domain/visible.ts";

const shape = {
  hypothesis: z.string(),
  program: z.string(),
};
const repairSchema = z.object(shape);

/** Endpoints want it closed, and without the word on which draft it follows. */
const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject(shape));
export const answerShape: AnswerShape = { name: "repair", schema };

interface Repair {
  readonly hypothesis: string;
  readonly program: string;
}

type Answered =
  | { readonly ok: true; readonly repair: Repair }
  | { readonly ok: false; readonly reason: string };

const longestHypothesis = 200;
/** Beyond any program that is allowed, however it is written; it also bounds the search below. */
const longestAnswer = 8 * maxGenomeBytes;

/** Takes a usable repair out of whatever a model said, or says why there is none. */
export const readAnswer = (message: Message | null): Answered => {
  if (message === null) return unusable("the endpoint's answer holds no choice");
  const { text, finish } = message;
  if (message.refusal) return unusable(`the model refused: ${visible(message.refusal, 200)}`);
  if (text === null || text.trim() === "") return unusable(whyEmpty(message));
  if (text.length > longestAnswer)
    return unusable(`the answer is too long for a repair: ${text.length} characters`);
  // A text that was cut off may still hold an early draft in a block: only a whole answer counts.
  const found = finish === "length" ? fromJson(text) : find(text);
  if (found !== undefined) return checked(found);
  if (finish === "length") return unusable(cutOff);
  return unusable(`the answer holds no repair: ${visible(text.trim(), 120)}`);
};

const cutOff =
  "the answer was cut off at the limit of its length (endpoint.maxOutputTokens in cleanloop.json)";

const whyEmpty = ({ callsTool, finish }: Message): string => {
  if (callsTool) return "the model called a tool instead of answering";
  if (finish === "length") return cutOff;
  if (finish === "content_filter") return "the endpoint's content filter held the answer back";
  return "the model's answer is empty";
};

const unusable = (reason: string): Answered => ({ ok: false, reason });

/** JSON as it was asked for, JSON with prose or a block around it, else a program in a block. */
const find = (text: string): Repair | undefined => {
  const blocks = [...text.matchAll(/^[ \t]*```(\w*)[^\n]*\n(.*?)^[ \t]*```/gms)];
  const json = [text, ...blocks.map(([, , body = ""]) => body), outermostBraces(text)];
  return json.map(fromJson).find((repair) => repair !== undefined) ?? fromBlocks(text, blocks);
};

const outermostBraces = (text: string): string =>
  text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);

const fromJson = (text: string): Repair | undefined => {
  try {
    return repairSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** The last program of several is the one that the others led to. */
const fromBlocks = (text: string, blocks: readonly RegExpExecArray[]): Repair | undefined => {
  const program = blocks.map(([, , body = ""]) => body).findLast(isProgram);
  if (program === undefined) return undefined;
  const prose = text.replace(/^[ \t]*```.*?^[ \t]*```/gms, "");
  const named = /^[^\w\n]{0,9}hypothesis[^\w\n]{0,9}(.+)$/im.exec(prose)?.[1];
  return { hypothesis: named ?? prose.trim().split("\n")[0] ?? "", program };
};

const isProgram = (text: string): boolean => /\bexport\b[^;]{0,99}\bclean\b/.test(text);

const checked = ({ hypothesis, program }: Repair): Answered => {
  const text = unfenced(program);
  const bytes = Buffer.byteLength(text);
  if (text.trim() === "") return unusable("the answer's program is empty");
  if (bytes > maxGenomeBytes)
    return unusable(
      `the answer's program has ${bytes} bytes; at most ${maxGenomeBytes} are allowed`,
    );
  return { ok: true, repair: { hypothesis: oneLine(hypothesis), program: text } };
};

/** Some put the block that they are used to writing inside of the JSON as well. */
const unfenced = (program: string): string =>
  /^\s*```\w*\n(.*?)\n?```\s*$/s.exec(program)?.[1] ?? program;

const oneLine = (hypothesis: string): string =>
  visible(hypothesis.replace(/\s+/g, " ").trim(), longestHypothesis) || "(no hypothesis given)";
