import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type Behaviour,
  completion,
  cuts,
  drips,
  floods,
  hangs,
  hangsUp,
  json,
  repairs,
  says,
  status,
  untilRead,
} from "../../../support/endpoint.ts";
import { expectCounted, type Looped, ModelLab, perfect } from "../../../support/model-lab.ts";

let lab: ModelLab;

describe("whatever an endpoint does, the loop goes on and counts it", () => {
  const toolCall = { id: "1", type: "function", function: { name: "run", arguments: "{}" } };
  const late = /^no answer within 5 s \(endpoint\.timeoutSeconds in cleanloop\.json\)$/;
  const lost = /^the connection broke before the answer was whole/;
  const counts = (prompt: unknown, answer: unknown) => ({
    usage: { prompt_tokens: prompt, completion_tokens: answer },
  });
  /** What a call that came to nothing counts as: nothing, what it took, or all that it could take. */
  type Charge = "nothing" | "taken" | "most";
  const misdeeds: [string, Behaviour, RegExp, Charge][] = [
    ["an unknown model", status(404, "no such model"), /HTTP 404: no such model$/, "nothing"],
    ["too many requests", status(429, "slow down"), /HTTP 429: slow down$/, "nothing"],
    ["a failure", status(500, "overloaded"), /HTTP 500: overloaded$/, "nothing"],
    ["a failure in HTML", json("<h1>Bad gateway</h1>", 502), /HTTP 502: <h1>Bad/, "nothing"],
    ["no answer at all", hangs, late, "most"],
    ["an answer drop by drop", drips(), late, "most"],
    ["half an answer and then none", cuts, lost, "most"],
    ["a connection that is hung up", hangsUp, lost, "most"],
    ["an answer without end", floods, /larger than any repair/, "most"],
    ["broken JSON", json('{"choices": ['), /is not a completion: \{"choices": \[$/, "taken"],
    ["another server's JSON", json({ result: "ok" }), /is not a completion/, "taken"],
    ["no choice", json({ choices: [] }), /holds no choice$/, "taken"],
    ["null for content", completion({ content: null }), /answer is empty$/, "taken"],
    [
      "an answer that was cut at its limit",
      says('{"hypothesis": "x", "program": "export', { finish: "length" }),
      /cut off at the limit of its length \(endpoint\.maxOutputTokens/,
      "taken",
    ],
    [
      "a call of a tool",
      completion({ content: null, tool_calls: [toolCall] }, { finish: "tool_calls" }),
      /called a tool instead of answering$/,
      "taken",
    ],
    ["a refusal", completion({ content: null, refusal: "I must not" }), /: I must not$/, "taken"],
    [
      "a content filter",
      completion({ content: "" }, { finish: "content_filter" }),
      /content filter held the answer back$/,
      "taken",
    ],
    ["prose", says("The dates look odd."), /no repair: The dates look odd\.$/, "taken"],
    ["counts below zero", says("No.", counts(-5, -5)), /no repair: No\.$/, "taken"],
    ["counts beyond sense", says("No.", counts(1e15, 1e15)), /no repair: No\.$/, "taken"],
    ["counts in words", says("No.", counts("many", "few")), /no repair: No\.$/, "taken"],
    ["no counts", says("No.", { usage: null }), /no repair: No\.$/, "taken"],
  ];
  let looped: Looped;
  beforeAll(async () => {
    lab = await ModelLab.open([...misdeeds.map(([, behaviour]) => behaviour), repairs(perfect)]);
    lab.settings({ timeoutSeconds: 5 });
    looped = await lab.loop("--max-iterations", "100");
  });
  afterAll(() => lab.dispose());

  const promptLength = (at: number) => JSON.stringify(lab.endpoint.asked[at]?.body.messages).length;

  test.each(misdeeds.map(([name, , says, charge], at) => ({ name, says, charge, at })))(
    "$name makes its round void",
    ({ says, charge, at }) => {
      const round = lab.rounds[at];
      expect(round).toMatchObject({
        decision: "void",
        chosen: null,
        candidates: [],
        reason: { code: "proposer-failed", detail: expect.stringMatching(says) },
        unanswered: [{ proposer: "openai", model: "test-model" }],
      });
      const { tokens, costUsd } = round?.unanswered[0] ?? {};
      const { input = 0, output = 0 } = tokens ?? {};
      const longest = lab.endpoint.asked[at]?.body.max_tokens;
      expect(costUsd).toBeCloseTo((input + 2 * output) / 1_000_000, 12);
      if (charge === "nothing") expect({ input, output }).toEqual({ input: 0, output: 0 });
      else expect(input).toBeGreaterThanOrEqual(promptLength(at) / 4);
      if (charge === "most") expect(output).toBe(longest);
      if (charge === "taken") expect(output).toBeLessThan(200);
    },
  );

  test("and the first good answer after all that repairs the project", async () => {
    expect(looped.exit).toBe(0);
    expect(looped.summary).toMatchObject({
      stopReason: "perfect",
      rounds: misdeeds.length + 1,
      kept: 1,
    });
    expect(lab.genome).toBe(perfect);
    expectCounted(looped, lab.rounds);
    await lab.expectWhole();
  });

  test("and that token counts are no use is said once", () => {
    expect(looped.stderr.match(/token counts/g)).toHaveLength(1);
  });
});

describe("an endpoint that stays of no use ends the loop", () => {
  beforeEach(async () => {
    lab = await ModelLab.open([says("I would not know.")]);
  });
  afterEach(() => lab.dispose());

  test("after the rounds that were asked for", async () => {
    const looped = await lab.loop("--max-iterations", "3");
    expect(looped.exit).toBe(0);
    expect(looped.summary).toMatchObject({ stopReason: "max-iterations", rounds: 3, kept: 0 });
    expectCounted(looped, lab.rounds);
    expect(lab.endpoint.asked).toHaveLength(3);
    expect(lab.genome).toBe(lab.starter);
  });

  test("or as soon as that is too often in vain", async () => {
    lab.settings({}, { tripwires: { scoreFloor: 0, noImprovement: 2 } });
    const looped = await lab.loop("--max-iterations", "20");
    expect(looped.exit).toBe(3);
    expect(looped.summary).toMatchObject({
      stopReason: "tripwire",
      tripwire: "no-improvement",
      rounds: 2,
    });
    expectCounted(looped, lab.rounds);
  });
});

test("what may pass is tried again in the same round, as the endpoint asks for it", async () => {
  lab = await ModelLab.open([
    status(429, "slow down", { "retry-after": "0" }),
    hangsUp,
    status(503, "starting"),
    repairs(perfect),
  ]);
  lab.settings({ retries: 3 });
  const looped = await lab.loop();
  expect(looped.summary).toMatchObject({ stopReason: "perfect", rounds: 1 });
  expect(lab.endpoint.asked).toHaveLength(4);
  expect(looped.stderr).toMatch(/HTTP 429: slow down; try 1 of 3 in 0\.0 s\n/);
  expect(looped.stderr).toMatch(/HTTP 503: starting; try 3 of 3 in \d\.\d s\n/);
  const prompt = JSON.stringify(lab.endpoint.asked[0]?.body.messages).length / 4;
  expect(lab.rounds[0]?.candidates[0]?.tokens.input).toBeGreaterThan(2 * prompt);
  expectCounted(looped, lab.rounds);
  await lab.dispose();
});

describe("a key that is refused", () => {
  const says = (code: number) =>
    new RegExp(
      `^error: the endpoint refused the key in LLM_API_KEY \\(in the environment\\) with HTTP ${code}: not for you\n  hint: .*MODEL_NAME`,
      "m",
    );
  beforeEach(async () => {
    lab = await ModelLab.open();
  });
  afterEach(() => lab.dispose());

  test.each([401, 403])(
    "by HTTP %i stops the operator, and the next loop carries on",
    async (code) => {
      lab.endpoint.follows([status(code, "not for you")]);
      const { exit, stderr } = await lab.loop();
      expect({ exit, asked: lab.endpoint.asked.length }).toEqual({ exit: 2, asked: 1 });
      expect(stderr).toMatch(says(code));
      expect(lab.rounds).toMatchObject([
        { decision: "void", reason: { code: "proposer-failed" }, unanswered: [{ costUsd: 0 }] },
      ]);
      expect(lab.genome).toBe(lab.starter);
      await lab.expectWhole();

      lab.endpoint.follows([repairs(perfect)]);
      const next = await lab.loop();
      expect(next).toMatchObject({ exit: 0, summary: { stopReason: "perfect", rounds: 1 } });
      expect(lab.rounds.map(({ round }) => round)).toEqual([1, 2]);
      await lab.expectWhole();
    },
  );

  test("halfway leaves what was kept, and what was spent, on record", async () => {
    const partly = perfect.replace("?? adjusted ?? resolved", "?? adjusted");
    lab.endpoint.follows([repairs(partly), cuts, status(401, "not for you")]);
    lab.settings({ retries: 1 });
    const { exit, stderr } = await lab.loop();
    expect(exit).toBe(2);
    expect(stderr).toMatch(says(401));
    expect(lab.genome).toBe(partly);
    expect(lab.rounds).toMatchObject([
      { decision: "kept" },
      { decision: "void", unanswered: [{ tokens: { output: 16_000 } }] },
    ]);
    await lab.expectWhole();
  });

  test("to one of several candidates costs none of what the others brought", async () => {
    const good = untilRead(repairs(perfect));
    lab.endpoint.follows(({ body }) =>
      (body.temperature ?? 0) < 0.5
        ? good.behaviour
        : (...to) => good.read.then(() => status(403, "not for you")(...to)),
    );
    const looped = await lab.loop("--rerank", "--candidates", "2");
    expect(looped.summary).toMatchObject({ stopReason: "perfect", rounds: 1, kept: 1 });
    expect(lab.rounds[0]?.unanswered).toMatchObject([
      { detail: expect.stringContaining("HTTP 403") },
    ]);
    expectCounted(looped, lab.rounds);
  });
});
