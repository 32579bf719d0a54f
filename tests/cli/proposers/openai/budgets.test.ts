import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { kitReference } from "../../../../src/adapters/package-folder.ts";
import {
  type Asked,
  type Behaviour,
  completion,
  cuts,
  floods,
  hangs,
  hangsUp,
  json,
  repairs,
  says,
  status,
} from "../../../support/endpoint.ts";
import { expectCounted, ModelLab, perfect, prices, spentIn } from "../../../support/model-lab.ts";
import { inSoak } from "../../../support/soak.ts";

let lab: ModelLab;
beforeEach(async () => {
  lab = await ModelLab.open();
});
afterEach(() => lab.dispose());

const senseless = { prompt_tokens: 1e15, completion_tokens: -1 };

/** A behaviour, and how many tokens of an answer an endpoint may charge for it; null: not the prompt either. */
const everything: readonly (readonly [Behaviour, (asked: Asked) => number | null])[] = [
  [says("I would not know."), () => 5],
  [status(500, "overloaded", { "retry-after": "0" }), () => null],
  [json({ choices: [] }), () => 0],
  [completion({ content: null, tool_calls: [{}] }), () => 10],
  [cuts, ({ body }) => body.max_tokens ?? 0],
  [status(429, "slow down", { "retry-after": "0" }), () => null],
  [says("No.", { usage: senseless }), () => 1],
  [hangs, ({ body }) => body.max_tokens ?? 0],
  [hangsUp, ({ body }) => body.max_tokens ?? 0],
  [json("nonsense"), () => 0],
  [repairs("export const clean = 1 +;"), () => 20],
  [floods, ({ body }) => body.max_tokens ?? 0],
];

/** One behaviour after the other, over and over, and what an endpoint may charge for all of them. */
const misbehave = (): { charged: () => { tokens: number; usd: number } } => {
  const bills: { input: number; output: number }[] = [];
  lab.endpoint.follows((asked, at) => {
    const [behaviour, outputOf] = everything[at % everything.length] ?? [status(500), () => null];
    const output = outputOf(asked);
    const input = Math.ceil(JSON.stringify(asked.body.messages).length / 4);
    bills.push(output === null ? { input: 0, output: 0 } : { input, output });
    return behaviour;
  });
  const price = prices["test-model"];
  const sum = (of: (bill: { input: number; output: number }) => number) =>
    bills.reduce((total, bill) => total + of(bill), 0);
  return {
    charged: () => ({
      tokens: sum(({ input, output }) => input + output),
      usd: sum(({ input, output }) => (input * price.input + output * price.output) / 1_000_000),
    }),
  };
};

/** Enough for one question with the shortest answer, at the rate of a token a byte. */
const oneQuestion = kitReference().length + 15_700;

const rerank = ["--rerank", "--candidates", "3"];

describe("a budget is never exceeded, whatever the endpoint does", () => {
  test.each<[number, readonly string[]]>([
    [oneQuestion, []],
    ...inSoak<[number, readonly string[]]>([
      [150_000, []],
      [400_000, rerank],
    ]),
  ])("of %i tokens, with %j", async (budget, flags) => {
    lab.settings({ retries: 1, timeoutSeconds: 3 });
    const { charged } = misbehave();
    const looped = await lab.loop(
      ...["--budget-tokens", String(budget), "--max-iterations", "60", ...flags],
    );
    const { exit, summary } = looped;
    expect({ exit, tripwire: summary.tripwire }).toEqual({ exit: 3, tripwire: "budget-tokens" });
    expect(lab.endpoint.asked.length).toBeGreaterThan(0);
    expect(summary.tokens).toBeLessThanOrEqual(budget);
    expect(summary.tokens).toBeGreaterThanOrEqual(charged().tokens);
    expectCounted(looped, lab.rounds);
    expect(lab.events("tripwire")).toMatchObject([
      { name: "budget-tokens", numbers: { spent: summary.tokens, limit: budget } },
    ]);
    await lab.expectWhole();
  });

  test.each<[number, readonly string[]]>([
    ...inSoak<[number, readonly string[]]>([[(oneQuestion + 2_000) / 1_000_000, []]]),
    [0.3, rerank],
  ])("of %f US$, with %j", async (budget, flags) => {
    lab.settings({ retries: 1, timeoutSeconds: 3 });
    const { charged } = misbehave();
    const looped = await lab.loop(
      ...["--budget-usd", String(budget), "--max-iterations", "60", ...flags],
    );
    const { exit, summary } = looped;
    expect({ exit, tripwire: summary.tripwire }).toEqual({ exit: 3, tripwire: "budget-cost" });
    expect(lab.endpoint.asked.length).toBeGreaterThan(0);
    expect(summary.costUsd).toBeLessThanOrEqual(budget);
    expect(summary.costUsd).toBeGreaterThanOrEqual(charged().usd);
    expectCounted(looped, lab.rounds);
    await lab.expectWhole();
  });
});

test("a budget that is too small for one question asks none", async () => {
  const { exit, summary } = await lab.loop("--budget-tokens", "5000");
  expect({ exit, tripwire: summary.tripwire }).toEqual({ exit: 3, tripwire: "budget-tokens" });
  expect(summary).toMatchObject({ rounds: 1, tokens: 0 });
  expect(lab.rounds).toMatchObject([{ decision: "void", reason: { code: "budget" } }]);
  expect(lab.endpoint.asked).toEqual([]);
});

test("a budget in US$ for a model without a price stops the operator before anything begins", async () => {
  lab.settings({ prices: { "another-model": { input: 1, output: 2 } } });
  const { exit, stderr } = await lab.loop("--budget-usd", "1");
  expect(exit).toBe(2);
  expect(stderr).toContain('price of the model "test-model"');
  expect(stderr).toContain('{ "endpoint": { "prices": { "test-model":');
  expect(lab.endpoint.asked).toEqual([]);
  expect(Object.keys(lab.project.snapshot(".output"))).not.toContain(".output/trail.jsonl");
});

test("without a price the tokens are counted, and no cost is made up", async () => {
  lab.settings({ prices: {} });
  lab.endpoint.follows([says("I would not know."), repairs(perfect)]);
  const looped = await lab.loop("--budget-tokens", "200000");
  expect(looped.summary).toMatchObject({ stopReason: "perfect", costUsd: 0 });
  expect(
    lab.rounds.flatMap(({ candidates, unanswered }) => [...candidates, ...unanswered]),
  ).toEqual([
    expect.objectContaining({ costUsd: null }),
    expect.objectContaining({ costUsd: null }),
  ]);
  expectCounted(looped, lab.rounds);
});

test("with little left an answer must be shorter, and a perfect one still ends the loop well", async () => {
  lab.endpoint.follows([repairs(perfect)]);
  const looped = await lab.loop("--budget-tokens", String(oneQuestion + 3_000));
  expect(looped).toMatchObject({ exit: 0, summary: { stopReason: "perfect" } });
  const { max_tokens: longest = 0 } = lab.endpoint.asked[0]?.body ?? {};
  expect(looped.stderr).toContain(`room for an answer of ${longest} tokens at most`);
  expect(longest).toBeLessThan(16_000);
});

test("questions for which there was no room beside others are asked once these cost less", async () => {
  lab.endpoint.follows([says("I would not know.")]);
  const budget = 2 * (oneQuestion + 16_000) + 8_000;
  const { summary } = await lab.loop("--budget-tokens", String(budget), ...rerank);
  expect(lab.rounds[0]).toMatchObject({ reason: { code: "proposer-failed" } });
  expect(lab.rounds[0]?.unanswered).toHaveLength(2);
  expect(summary).toMatchObject({ tripwire: "budget-tokens", tokens: spentIn(lab.rounds).tokens });
  expect(summary.rounds).toBeGreaterThan(2);
  expect(summary.tokens).toBeLessThanOrEqual(budget);
});
