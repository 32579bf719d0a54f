import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/domain/model.ts";
import { answerShape, readAnswer } from "../../../src/proposers/openai/answer.ts";

const program = 'export const clean = async ({ emit }) => {\n  emit("master", { a: `{x}` });\n};\n';
const hypothesis = "dates are day first";
const json = JSON.stringify({ hypothesis, program });

const said = (text: string | null, more: Partial<Message> = {}): Message => ({
  text,
  refusal: null,
  callsTool: false,
  finish: "stop",
  ...more,
});

describe("a repair is found", () => {
  test.each([
    ["in JSON as it was asked for", json],
    ["in JSON with blanks around it", `\n  ${json}\n`],
    ["in JSON with a key too many", JSON.stringify({ hypothesis, program, confidence: 1 })],
    ["in a block of JSON", `\`\`\`json\n${json}\n\`\`\``],
    [
      "in a block of JSON with prose around it",
      `Sure!\n\`\`\`json\n${json}\n\`\`\`\nGood luck {ok}.`,
    ],
    ["in JSON with prose around it", `Here is the repair: ${json} I hope that it helps.`],
    [
      "in JSON with a block in its program",
      JSON.stringify({ hypothesis, program: `\`\`\`ts\n${program}\n\`\`\`` }),
    ],
    ["in a block of TypeScript", `Hypothesis: ${hypothesis}\n\`\`\`ts\n${program}\`\`\``],
    [
      "in a block behind a word in bold",
      `**Hypothesis:** ${hypothesis}\n\n\`\`\`typescript\n${program}\`\`\`\n`,
    ],
    [
      "in the last block of several",
      `${hypothesis}\n\`\`\`ts\nexport const clean = 1;\n\`\`\`\nBetter:\n\`\`\`\n${program}\`\`\``,
    ],
    [
      "in a block behind one that is no program",
      `${hypothesis}\n\`\`\`csv\na,b\n\`\`\`\n\`\`\`ts\n${program}\`\`\``,
    ],
    ["in whole JSON at the very limit of its length", json],
  ])("%s", (_, text) => {
    expect(readAnswer(said(text))).toEqual({ ok: true, repair: { hypothesis, program } });
  });

  test("and its hypothesis is one line without anything hidden", () => {
    const text = JSON.stringify({ hypothesis: ` one\n two\u001b[2J${"x".repeat(500)}`, program });
    const read = readAnswer(said(text));
    expect(read.ok && read.repair.hypothesis).toMatch(/^one two\\u\{1b\}\[2Jx+…$/);
    expect(read.ok && read.repair.hypothesis.length).toBe(200);
  });

  test("also when there is no hypothesis", () => {
    const read = readAnswer(said(JSON.stringify({ hypothesis: " ", program })));
    expect(read).toMatchObject({ repair: { hypothesis: "(no hypothesis given)" } });
  });
});

describe("what is no repair is told plainly", () => {
  test.each<[string, Message | null, string]>([
    ["no choice", null, "holds no choice"],
    ["no content", said(null), "the model's answer is empty"],
    ["blank content", said(" \n"), "the model's answer is empty"],
    ["a refusal", said(null, { refusal: "I can't\nhelp" }), "the model refused: I can't"],
    ["a tool call", said(null, { callsTool: true }), "called a tool instead of answering"],
    ["a content filter", said("", { finish: "content_filter" }), "content filter held the answer"],
    ["half an answer", said(json.slice(0, 50), { finish: "length" }), "cut off at the limit"],
    ["nothing before the limit", said("", { finish: "length" }), "cut off at the limit"],
    [
      "a draft and half an answer",
      said(`\`\`\`ts\n${program}\`\`\`\nBetter: \`\`\`ts`, { finish: "length" }),
      "cut off at the limit",
    ],
    ["prose", said("I would look at the dates."), "holds no repair: I would look at the dates."],
    ["JSON of another kind", said('{"program": 1}'), 'holds no repair: {"program": 1}'],
    ["JSON without a program", said('{"hypothesis": "x"}'), "holds no repair"],
    ["wrong JSON", said('{"hypothesis": "x", "program": '), "holds no repair"],
    ["a block that is no program", said("```ts\nconst a = 1;\n```"), "holds no repair"],
    ["an empty program", said('{"hypothesis": "x", "program": " "}'), "program is empty"],
    [
      "a huge program",
      said(JSON.stringify({ hypothesis, program: "é".repeat(40_000) })),
      "80000 bytes; at most 65536",
    ],
    ["a huge answer", said("x".repeat(600_000)), "too long for a repair: 600000 characters"],
  ])("%s", (_, message, reason) => {
    expect(readAnswer(message)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });
});

test.each([
  ["blocks that open and close", "```\n".repeat(100_000)],
  ["blank lines", "\n".repeat(500_000)],
  ["words that begin a program", "export ".repeat(70_000)],
  [
    "words that begin a hypothesis",
    `\`\`\`\nexport clean\n\`\`\`\n${"hypothesis ".repeat(40_000)}`,
  ],
  ["braces", "{".repeat(500_000)],
])("an answer made of half a million %s is soon read through", (_, text) => {
  expect(readAnswer(said(text)).ok).toBe(text.includes("clean"));
});

test("the shape asked for is closed and wants both parts, as strict endpoints demand", () => {
  expect(answerShape).toEqual({
    name: "repair",
    schema: {
      type: "object",
      properties: { hypothesis: { type: "string" }, program: { type: "string" } },
      required: ["hypothesis", "program"],
      additionalProperties: false,
    },
  });
});
