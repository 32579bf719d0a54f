import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpointConfig, endpointModel } from "../../../src/adapters/endpoint/index.ts";
import { kitReference } from "../../../src/adapters/package-folder.ts";
import type { Assignment } from "../../../src/domain/proposing.ts";
import { openaiProposer, temperatures } from "../../../src/proposers/openai/index.ts";
import { proposing, rules, type Watched } from "../../adapters/endpoint/asking.ts";
import {
  type Behaviour,
  completion,
  hangs,
  json,
  repairs,
  type Script,
  says,
  status,
  TestEndpoint,
  testKey,
} from "../../support/endpoint.ts";
import { TestProject } from "../../support/project.ts";
import { until } from "../../support/until.ts";

import { assignmentFor } from "./finance.ts";

let endpoint: TestEndpoint;
let finance: Assignment;
beforeAll(async () => {
  endpoint = await TestEndpoint.start([]);
  const project = new TestProject();
  finance = await assignmentFor(project);
  project.dispose();
});
afterAll(() => endpoint.close());

const perfect = readFileSync(
  resolve(import.meta.dirname, "../../fixtures/genomes/perfect-finance.ts"),
  "utf8",
);

const propose = async (script: Script, candidates = 1, given: Watched = proposing()) => {
  endpoint.follows(script);
  const prices = { "test-model": { input: 1, output: 2 } };
  const model = endpointModel(endpointConfig(endpoint.env, "/nowhere"), {
    rules: rules({ prices, retries: 0 }),
    budgetUsd: null,
  });
  const proposer = openaiProposer(model, kitReference());
  const answer = await proposer.propose({ ...finance, candidates }, given);
  await proposer.close();
  return { ...answer, ...given };
};

test("an answer becomes a proposal with its hypothesis, its tokens and its price", async () => {
  const { proposals, unanswered, saturated } = await propose([
    repairs(perfect, "take what was approved"),
  ]);
  expect(proposals).toEqual([
    {
      proposer: "openai",
      model: "test-model",
      text: perfect,
      hypothesis: "take what was approved",
      rules: ["take what was approved"],
      predictedFitness: null,
      origin: "model",
      tokens: { input: expect.any(Number), output: expect.any(Number) },
      costUsd: expect.any(Number),
      proposeMs: expect.any(Number),
    },
  ]);
  expect({ unanswered, saturated }).toEqual({ unanswered: [], saturated: null });
});

test.each<[string, Behaviour]>([
  ["JSON to a schema", repairs(perfect)],
  ["prose and a block", says(`Hypothesis: dates\n\`\`\`ts\n${perfect}\`\`\`\nThat is all.`)],
])("%s gives the same program", async (_, answer) => {
  expect((await propose([answer])).proposals[0]?.text).toBe(perfect);
});

describe("several candidates", () => {
  test("are asked for at the same time, from cool to warm", async () => {
    const waiting: (() => void)[] = [];
    // Nobody is answered before all have asked.
    const together: Behaviour = (response, asked) => {
      waiting.push(() => repairs(perfect)(response, asked));
      if (waiting.length === 4) for (const answer of waiting) answer();
    };
    const { proposals } = await propose([together], 4);
    expect(proposals.length).toBe(4);
    const asked = endpoint.asked.map(({ body }) => body.temperature).sort();
    expect(asked).toEqual([0.2, 0.47, 0.73, 1]);
  });

  test("may be many, without a word of warning", async () => {
    const warnings: string[] = [];
    const hear = (warning: Error) => warnings.push(warning.message);
    process.on("warning", hear);
    const { proposals } = await propose([repairs(perfect)], 30);
    await new Promise(setImmediate);
    process.off("warning", hear);
    expect({ proposals: proposals.length, warnings }).toEqual({ proposals: 30, warnings: [] });
  });

  test("each succeed or fail by themselves", async () => {
    const { proposals, unanswered } = await propose(
      ({ body }) => ((body.temperature ?? 0) > 0.5 ? status(404, "gone") : repairs(perfect)),
      3,
    );
    expect(proposals.length).toBe(1);
    expect(unanswered.map(({ detail }) => detail)).toEqual([
      "the endpoint answered HTTP 404: gone",
      "the endpoint answered HTTP 404: gone",
    ]);
  });

  test("are as many as the budget has room for", async () => {
    const room = 50_000;
    const { proposals, unanswered, budget } = await propose(
      [repairs(perfect)],
      5,
      proposing({ tokens: room }),
    );
    expect(proposals.length).toBeGreaterThan(0);
    expect(proposals.length).toBeLessThan(5);
    expect(unanswered).toEqual([]);
    expect(budget).toMatchObject({ overrun: false, open: 0 });
    expect(budget.refusals).toBeGreaterThan(0);
  });

  test("all end when the key is refused to one", async () => {
    const { problem, unanswered, budget } = await propose(
      ({ body }) => ((body.temperature ?? 0) > 0.9 ? status(401) : hangs),
      3,
    );
    expect(problem).toMatchObject({ code: "endpoint-refused" });
    const tokens = unanswered.map(({ tokens: { input, output } }) => input + output);
    expect(tokens).toHaveLength(3);
    expect(tokens.reduce((sum, each) => sum + each)).toBe(budget.spent.tokens);
  });

  test("are not lost when the key is refused after they came", async () => {
    const given = proposing();
    const cameFirst = () => until(() => given.budget.open === 1, "the first answer to be paid");
    const { proposals, unanswered, problem } = await propose(
      (_, at) =>
        at === 0 ? repairs(perfect) : (...to) => void cameFirst().then(() => status(403)(...to)),
      2,
      given,
    );
    expect(proposals).toMatchObject([{ text: perfect }]);
    expect(unanswered).toMatchObject([{ detail: problem?.message }]);
    expect(problem).toMatchObject({ code: "endpoint-refused" });
  });
});

test("a budget without room gives an answer with nothing in it", async () => {
  const { proposals, unanswered, budget } = await propose(
    [repairs(perfect)],
    2,
    proposing({ tokens: 100 }),
  );
  expect({ proposals, unanswered, asked: endpoint.asked.length }).toEqual({
    proposals: [],
    unanswered: [],
    asked: 0,
  });
  expect(budget.refusals).toBeGreaterThan(0);
});

test.each<[string, Behaviour, RegExp]>([
  ["no choice", json({ choices: [] }), /holds no choice/],
  ["no content", completion({ content: null }), /answer is empty/],
  ["a refusal", completion({ content: null, refusal: "I cannot" }), /refused: I cannot/],
  [
    "a tool call",
    completion(
      { content: null, tool_calls: [{ id: "1", type: "function" }] },
      { finish: "tool_calls" },
    ),
    /called a tool/,
  ],
  [
    "half an answer",
    says('{"hypothesis": "x", "progr', { finish: "length" }),
    /cut off at the limit/,
  ],
  ["prose", says("The dates look odd."), /no repair: The dates look odd/],
  ["content in parts", completion({ content: [{ type: "text", text: "no" }] }), /no repair: no/],
])("%s is a candidate without an answer, and counted", async (_, answer, detail) => {
  const { proposals, unanswered, budget } = await propose([answer]);
  expect(proposals).toEqual([]);
  expect(unanswered).toMatchObject([{ proposer: "openai", detail: expect.stringMatching(detail) }]);
  const { input = 0, output = 0 } = unanswered[0]?.tokens ?? {};
  expect(input).toBeGreaterThan(1_000);
  expect(budget.spent.tokens).toBe(input + output);
});

describe("a key that comes back in an answer is gone from program and hypothesis", () => {
  const answer = JSON.stringify({
    program: `${perfect}// ${testKey}`,
    hypothesis: `use ${testKey}`,
  });
  test.each([
    ["as it is", answer],
    ["in JSON's escapes", answer.replaceAll("sk-test", String.raw`\u0073k\u002dtest`)],
  ])("%s", async (_, text) => {
    const { proposals } = await propose([says(text)]);
    expect(proposals).toMatchObject([{ text: `${perfect}// [key]`, hypothesis: "use [key]" }]);
  });
});

test("the kill switch ends all questions at once", async () => {
  const stop = new AbortController();
  const script: Script = (_, at) => {
    if (at === 2) stop.abort();
    return hangs;
  };
  const { unanswered, budget } = await propose(script, 3, proposing({}, stop.signal));
  expect(unanswered.length).toBe(3);
  expect(budget.open).toBe(0);
});

test.each([
  [1, 0, [0.2]],
  [1, 2, [0.6]],
  [1, 9, [1]],
  [2, 9, [0.2, 1]],
  [3, 0, [0.2, 0.6, 1]],
])("%i candidates after %i failures are asked for at %j", (candidates, failures, expected) => {
  expect(temperatures(candidates, failures)).toEqual(expected);
});
