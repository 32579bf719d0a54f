import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  endpointConfig,
  endpointModel,
  type ModelOptions,
} from "../../../src/adapters/endpoint/index.ts";
import { scrubberOf } from "../../../src/adapters/endpoint/scrub.ts";
import type { Reply } from "../../../src/domain/model.ts";
import {
  type Behaviour,
  completion,
  cuts,
  drips,
  floods,
  hangs,
  hangsUp,
  json,
  type Script,
  says,
  status,
  TestEndpoint,
  testKey,
} from "../../support/endpoint.ts";
import { proposing, question, rules, type Watched } from "./asking.ts";

let endpoint: TestEndpoint;
beforeAll(async () => {
  endpoint = await TestEndpoint.start([]);
});
afterAll(() => endpoint.close());

/** A moment that dates in headers are told from, and waits that take no time. */
const noon = Date.parse("2024-05-01T12:00:00Z");

const ask = async (
  script: Script,
  options: Partial<ModelOptions> = {},
  given: Watched = proposing(),
) => {
  endpoint.follows(script);
  const waits: number[] = [];
  const model = endpointModel(endpointConfig(endpoint.env, "/nowhere"), {
    rules: rules(),
    budgetUsd: null,
    now: () => noon,
    sleep: async (ms) => {
      waits.push(ms);
    },
    ...options,
  });
  const reply = await model.ask(question, given);
  return { reply, waits, model, ...given };
};

const textOf = (reply: Reply | null): string | null | undefined =>
  reply?.answered ? reply.message?.text : undefined;
const detailOf = (reply: Reply | null): string =>
  reply === null || reply.answered ? "" : reply.detail;

describe("a question is put as the endpoint wants it", () => {
  test("with a schema, a temperature and a limit at first", async () => {
    const { reply } = await ask([says("yes")]);
    expect(textOf(reply)).toBe("yes");
    expect(endpoint.asked).toMatchObject([
      {
        method: "POST",
        path: "/v1/chat/completions",
        headers: { authorization: `Bearer ${testKey}` },
        body: {
          model: "test-model",
          temperature: 0.4,
          max_tokens: 4_000,
          response_format: {
            type: "json_schema",
            json_schema: { name: "repair", strict: true, schema: { type: "object" } },
          },
        },
      },
    ]);
  });

  const formats = () => endpoint.asked.map(({ body }) => body.response_format?.type ?? "text");
  const only =
    (accepted: string): Script =>
    ({ body }) =>
      (body.response_format?.type ?? "text") === accepted
        ? says("yes")
        : status(400, `'response_format.type' must be '${accepted}'`);

  test.each([
    ["json_object", ["json_schema", "json_object", "json_object"]],
    ["text", ["json_schema", "json_object", "text", "text"]],
  ])("an endpoint that knows no better than %s is asked so from then on", async (best, asked) => {
    const { reply, model, waits } = await ask(only(best));
    expect(textOf(reply)).toBe("yes");
    await model.ask(question, proposing());
    expect({ formats: formats(), waits }).toEqual({ formats: asked, waits: [] });
  });

  test("a refusal without a reason is taken for one of the format", async () => {
    const { reply } = await ask([status(400, "bad request"), says("yes")]);
    expect(textOf(reply)).toBe("yes");
    expect(formats()).toEqual(["json_schema", "json_object"]);
  });

  test("a format that never was accepted is not remembered as refused", async () => {
    const { model } = await ask([status(400, "no")]);
    expect(formats()).toEqual(["json_schema", "json_object", "text"]);
    endpoint.follows([says("yes")]);
    await model.ask(question, proposing());
    expect(formats()).toEqual(["json_schema"]);
  });

  test("a prompt that is too long is not sent again in another format", async () => {
    const { reply } = await ask([status(400, "maximum context length is 4096 tokens")]);
    expect(endpoint.asked.length).toBe(1);
    expect(detailOf(reply)).toContain("HTTP 400: maximum context length is 4096 tokens");
  });

  test("a model that takes no temperature is asked without one", async () => {
    const refusal = "Unsupported value: 'temperature' does not support 0.4 with this model.";
    const { reply, model } = await ask([status(400, refusal), says("yes")]);
    expect(textOf(reply)).toBe("yes");
    await model.ask(question, proposing());
    expect(endpoint.asked.map(({ body }) => body.temperature)).toEqual([0.4, undefined, undefined]);
    expect(formats().at(-1)).toBe("json_schema");
  });

  test("a model that calls its limit by the newer name gets it by that name", async () => {
    const refusal = "'max_tokens' is not supported with this model. Use 'max_completion_tokens'.";
    const { reply } = await ask([status(400, refusal), says("yes")]);
    expect(textOf(reply)).toBe("yes");
    const body = endpoint.asked[1]?.body;
    expect(body).toMatchObject({ max_completion_tokens: 4_000 });
    expect(body).not.toHaveProperty("max_tokens");
  });
});

describe("what may pass is tried again", () => {
  test.each<[string, Behaviour, RegExp]>([
    ["HTTP 500", status(500, "out of order"), /HTTP 500: out of order; try 1 of 3 in/],
    ["HTTP 429", status(429, "slow down"), /HTTP 429: slow down; try 1 of 3 in/],
    ["a connection that breaks", cuts, /connection broke .*; try 1 of 3 in/],
    ["a server that hangs up", hangsUp, /connection broke .*; try 1 of 3 in/],
  ])("%s, then an answer", async (_, trouble, note) => {
    const { reply, notes, waits } = await ask([trouble, says("yes")]);
    expect(textOf(reply)).toBe("yes");
    expect(notes).toEqual([expect.stringMatching(note)]);
    expect(waits.length).toBe(1);
  });

  test("as often as the settings say, and then it is told what was the matter", async () => {
    const { reply, waits } = await ask([status(503, "no capacity")], {
      rules: rules({ retries: 2 }),
    });
    expect(endpoint.asked.length).toBe(3);
    expect(waits.length).toBe(2);
    expect(detailOf(reply)).toBe("the endpoint answered HTTP 503: no capacity");
    expect(reply?.spent.tokens).toEqual({ input: 0, output: 0 });
  });

  test("after waits that grow, and are the same in every run with this seed", async () => {
    const { waits } = await ask([status(500)]);
    const [a = 0, b = 0, c = 0] = waits;
    expect(a).toBeGreaterThanOrEqual(250);
    expect(b).toBeGreaterThanOrEqual(500);
    expect(c).toBeGreaterThanOrEqual(1_000);
    expect((await ask([status(500)])).waits).toEqual(waits);
  });

  test.each([
    ["7", 7_000],
    ["0", 0],
    ["Wed, 01 May 2024 12:00:09 GMT", 9_000],
    ["Wed, 01 May 2024 11:00:00 GMT", 0],
    ["86400", 60_000],
  ])("after the wait that Retry-After: %s asks for, a minute at most", async (header, ms) => {
    const { waits } = await ask([status(429, "wait", { "retry-after": header }), says("yes")]);
    expect(waits).toEqual([ms]);
  });

  test("after a wait of its own when Retry-After says nothing sensible", async () => {
    const { waits } = await ask([status(429, "wait", { "retry-after": "soon" }), says("yes")]);
    expect(waits[0]).toBeGreaterThanOrEqual(250);
  });

  test("but not when the account has nothing left", async () => {
    const refusal = json({ error: { message: "quota", code: "insufficient_quota" } }, 429);
    const { reply, waits } = await ask([refusal]);
    expect(waits).toEqual([]);
    expect(detailOf(reply)).toContain("HTTP 429: quota (insufficient_quota)");
  });
});

describe("what will not pass ends the question with one sentence", () => {
  test.each<[string, Behaviour]>([
    ["a server that hangs", hangs],
    ["an answer that drips in", drips()],
  ])("%s", async (_, trouble) => {
    const { reply } = await ask([trouble], { rules: rules({ timeoutSeconds: 1 }) });
    expect(detailOf(reply)).toContain("no answer within 1 s (endpoint.timeoutSeconds");
    expect(endpoint.asked.length).toBe(1);
  });

  test.each<[string, Behaviour, string]>([
    ["an unknown model", status(404, "model not found"), "HTTP 404: model not found"],
    [
      "a redirect",
      json("", 302, { location: "http://127.0.0.1:1/" }),
      "HTTP 302: it has moved to http://127.0.0.1:1/",
    ],
    ["a page instead of JSON", json("<html>hello</html>"), "not a completion: <html>hello</html>"],
    ["JSON of another kind", json({ result: 1 }), 'not a completion: {"result":1}'],
    ["an empty body", json(""), "not a completion: (nothing)"],
    ["a reason in a detail", json({ detail: "no such route" }, 404), "HTTP 404: no such route"],
    ["a reason that is plain text", json("gone fishing", 418), "HTTP 418: gone fishing"],
    ["a reason that plays with the terminal", status(404, "\u001b[2Jx\nfine"), "\\u{1b}[2Jx fine"],
  ])("%s", async (_, trouble, detail) => {
    const { reply, waits } = await ask([trouble]);
    expect(detailOf(reply)).toContain(detail);
    expect({ asked: endpoint.asked.length, waits }).toEqual({ asked: 1, waits: [] });
  });

  test("a limit that the model does not allow, with the setting that it comes from", async () => {
    const { reply } = await ask([status(400, "max_tokens is too large: 4000")]);
    expect(detailOf(reply)).toBe(
      "the endpoint answered HTTP 400: max_tokens is too large: 4000 (endpoint.maxOutputTokens in cleanloop.json)",
    );
  });

  test("an answer without end is cut", async () => {
    const { reply } = await ask([floods]);
    expect(detailOf(reply)).toBe("the endpoint's answer is larger than any repair can be");
  });

  test("a reason of a million characters is shown by its beginning", async () => {
    const { reply } = await ask([status(404, "x".repeat(1_000_000))]);
    expect(detailOf(reply).length).toBeLessThan(400);
  });

  test("nobody there", async () => {
    const gone = await TestEndpoint.start([]);
    const { env } = gone;
    await gone.close();
    const options = { rules: rules({ retries: 0 }), budgetUsd: null };
    const model = endpointModel(endpointConfig(env, "/nowhere"), options);
    const reply = await model.ask(question, proposing());
    expect(detailOf(reply)).toBe("the endpoint cannot be reached: ECONNREFUSED");
    expect(reply?.spent.tokens).toEqual({ input: 0, output: 0 });
  });
});

test("an address with https that speaks http cannot be reached", async () => {
  const env = { ...endpoint.env, LLM_ENDPOINT: endpoint.origin.replace("http:", "https:") };
  const options = { rules: rules({ retries: 0 }), budgetUsd: null };
  const model = endpointModel(endpointConfig(env, "/nowhere"), options);
  expect(detailOf(await model.ask(question, proposing()))).toMatch(
    /cannot be reached: (EPROTO|ERR_SSL)/,
  );
});

describe("the kill switch", () => {
  test("ends a call that hangs", async () => {
    const stop = new AbortController();
    const script: Script = () => {
      setTimeout(() => stop.abort(), 20);
      return hangs;
    };
    const { reply, budget } = await ask(script, {}, proposing({}, stop.signal));
    expect(detailOf(reply)).toBe("stopped before the endpoint answered");
    expect(budget.open).toBe(0);
  });

  test("ends a wait", async () => {
    const stop = new AbortController();
    const options = { rules: rules(), budgetUsd: null };
    endpoint.follows([status(429, "wait", { "retry-after": "50" })]);
    const model = endpointModel(endpointConfig(endpoint.env, "/nowhere"), options);
    const given = proposing({}, stop.signal);
    const asked = model.ask(question, { ...given, note: () => stop.abort() });
    expect(detailOf(await asked)).toBe("stopped before the endpoint answered");
    expect(endpoint.asked.length).toBe(1);
  });

  test("asks nothing once it was pulled", async () => {
    const { reply, budget } = await ask([says("yes")], {}, proposing({}, AbortSignal.abort()));
    expect(detailOf(reply)).toBe("stopped before the endpoint answered");
    expect({ asked: endpoint.asked.length, spent: budget.spent.tokens }).toEqual({
      asked: 0,
      spent: 0,
    });
  });
});

describe("a key that is refused stops the operator with one line", () => {
  test.each([401, 403])("HTTP %i", async (code) => {
    const { reply } = await ask([status(code, `Incorrect API key provided: ${testKey}.`)]);
    expect(reply).toMatchObject({ answered: false, spent: { tokens: { input: 0, output: 0 } } });
    expect(reply && !reply.answered && reply.problem).toMatchObject({
      code: "endpoint-refused",
      exit: 2,
      message: `the endpoint refused the key in LLM_API_KEY (in the environment) with HTTP ${code}: Incorrect API key provided: [key].`,
    });
  });
});

describe("the key is shown to nobody", () => {
  const forms = [
    testKey,
    encodeURIComponent(testKey),
    Buffer.from(testKey).toString("base64"),
    `Bearer ${testKey}`,
  ];
  test.each(forms)("not when the endpoint repeats it in a refusal as %s", async (form) => {
    const { reply, notes } = await ask([status(500, `you sent ${form} to us`)]);
    const seen = JSON.stringify({ reply, notes });
    expect(seen).toContain("you sent");
    expect(seen).not.toContain(form.replace(/=+$/, "").replace("Bearer ", ""));
  });

  test("not to the model, when it stands in the data", async () => {
    endpoint.follows([says("yes")]);
    const options = { rules: rules(), budgetUsd: null };
    const model = endpointModel(endpointConfig(endpoint.env, "/nowhere"), options);
    await model.ask({ ...question, material: `row with ${testKey}` }, proposing());
    expect(endpoint.asked[0]?.body.messages?.[1]?.content).toBe("row with [key]");
  });

  test("not when the model writes it into its answer", async () => {
    const { reply } = await ask([says(`const key = "${testKey}";`)]);
    expect(textOf(reply)).toBe('const key = "[key]";');
  });

  test("not when it comes back in what is not a completion", async () => {
    const { reply } = await ask([json({ echo: testKey })]);
    expect(detailOf(reply)).toContain('{"echo":"[key]"}');
  });

  test("not with its slashes written as JSON may write them", () => {
    const scrub = scrubberOf("abcd/efgh/ijkl");
    expect(scrub(String.raw`{"echo":"abcd\/efgh\/ijkl"}`)).toBe('{"echo":"[key]"}');
  });
});

describe("what was used", () => {
  const price = { prices: { "test-model": { input: 2, output: 10 } } };
  const usage = { prompt_tokens: 90, completion_tokens: 30 };

  test("is what the endpoint counted, at the price of the model", async () => {
    const { reply, budget } = await ask([says("yes", { usage })], { rules: rules(price) });
    expect(reply?.spent).toMatchObject({ tokens: { input: 90, output: 30 }, costUsd: 0.00048 });
    expect(budget.spent).toEqual({ tokens: 120, usd: 0.00048 });
  });

  test("has no price where none is known", async () => {
    const { reply } = await ask([says("yes")]);
    expect(reply?.spent.costUsd).toBeNull();
  });

  test.each<[string, unknown]>([
    ["no", null],
    ["far too small", { prompt_tokens: 1, completion_tokens: 1 }],
    ["negative", { prompt_tokens: -5, completion_tokens: -1 }],
    ["empty", {}],
    ["no numbers for", { prompt_tokens: "many", completion_tokens: null }],
    ["impossible", { prompt_tokens: 1e15, completion_tokens: 1e15 }],
    ["broken", { prompt_tokens: 1.5, completion_tokens: 2 }],
    ["no use of", "none"],
  ])("is estimated, and said so once, when the endpoint gives %s counts", async (_, usage) => {
    const long = "a ".repeat(500);
    const { reply, model, budget, notes } = await ask([says(long, { usage })]);
    const { input = 0, output = 0 } = reply?.spent.tokens ?? {};
    expect(input).toBeGreaterThan(32);
    expect(output).toBeGreaterThanOrEqual(500);
    expect(output).toBeLessThanOrEqual(4_000);
    expect(budget).toMatchObject({ overrun: false, spent: { tokens: input + output } });
    const later = proposing();
    await model.ask(question, later);
    expect([...notes, ...later.notes]).toEqual([expect.stringContaining("they are estimated")]);
  });

  test("adds up over all tries, and an answer that was lost counts as the most it could cost", async () => {
    const { reply, budget } = await ask([cuts, says("yes", { usage })]);
    expect(reply?.spent.tokens.output).toBe(4_030);
    expect(reply?.spent.tokens.input).toBeGreaterThan(90);
    expect(budget.spent.tokens).toBe(4_030 + (reply?.spent.tokens.input ?? 0));
  });
});

describe("a budget", () => {
  test("in US$ needs a price", () => {
    const config = endpointConfig(endpoint.env, "/nowhere");
    expect(() => endpointModel(config, { rules: rules(), budgetUsd: 1 })).toThrow(
      expect.objectContaining({ code: "no-price", exit: 2 }),
    );
  });

  test("that has no room for a question keeps it from being asked", async () => {
    const { reply } = await ask([says("yes")], {}, proposing({ tokens: 900 }));
    expect({ reply, asked: endpoint.asked.length }).toEqual({ reply: null, asked: 0 });
  });

  test("with little room makes the answer shorter, and says so", async () => {
    const { notes } = await ask([says("yes")], {}, proposing({ tokens: 1_500 }));
    expect(endpoint.asked[0]?.body.max_tokens).toBe(1_000);
    expect(notes[0]).toContain("room for an answer of 1000 tokens");
  });

  test("that is used up by failures ends the question with what happened", async () => {
    const { reply } = await ask([cuts], {}, proposing({ tokens: 4_800 }));
    expect(detailOf(reply)).toMatch(/connection broke.*; the budget has no room for another try$/);
  });

  const troubles: readonly Behaviour[] = [
    says("yes"),
    says("x".repeat(50_000), { usage: null }),
    says("yes", { usage: { prompt_tokens: 1e9, completion_tokens: 1e9 } }),
    says("yes", { usage: { prompt_tokens: -1e9, completion_tokens: -1e9 } }),
    completion({ content: null, tool_calls: [{ id: "1" }] }),
    json({ choices: [] }),
    json("not json"),
    status(400, "response_format"),
    status(429),
    status(500),
    cuts,
    hangsUp,
    hangs,
    drips(),
    floods,
  ];
  test.each([1_000, 1_200, 5_000, 9_000, 30_000])(
    "of %i tokens is never overrun, whatever the endpoint does",
    async (tokens) => {
      const options = {
        rules: rules({
          timeoutSeconds: 0.1,
          prices: { "test-model": { input: 3, output: 15 } },
        }),
        budgetUsd: tokens / 100_000,
      };
      for (let start = 0; start < troubles.length; start++) {
        const script = (_: unknown, at: number) =>
          troubles[(start * 7 + at * 4) % troubles.length] ?? hangs;
        const given = proposing({ tokens, usd: options.budgetUsd });
        const { model, budget } = await ask(script, options, given);
        for (let more = 0; more < 3; more++) await model.ask(question, given);
        expect(budget).toMatchObject({ overrun: false, open: 0 });
        expect(budget.spent.tokens).toBeLessThanOrEqual(tokens);
        expect(budget.spent.usd).toBeLessThanOrEqual(options.budgetUsd);
      }
    },
  );
});

describe("Azure", () => {
  const azure = (env: Record<string, string>) =>
    endpointModel(endpointConfig(env, "/nowhere"), { rules: rules(), budgetUsd: null });

  test.each([
    [
      "its own variables",
      "AZURE_OPENAI_ENDPOINT",
      "AZURE_OPENAI_API_KEY",
      "AZURE_OPENAI_DEPLOY_NAME",
    ],
    ["ours and a version", "LLM_ENDPOINT", "LLM_API_KEY", "MODEL_NAME"],
  ])("is asked by deployment and version when set up with %s", async (_, url, key, model) => {
    endpoint.follows([says("yes")]);
    const env = {
      [url]: `${endpoint.origin}/`,
      [key]: testKey,
      [model]: "my-deployment",
      LLM_API_VERSION: "2025-01-01",
    };
    expect(textOf(await azure(env).ask(question, proposing()))).toBe("yes");
    expect(endpoint.asked).toMatchObject([
      {
        path: "/openai/deployments/my-deployment/chat/completions?api-version=2025-01-01",
        headers: { "api-key": testKey },
      },
    ]);
    expect(endpoint.asked[0]?.headers).not.toHaveProperty("authorization");
  });

  test("needs no version of its own choosing", async () => {
    endpoint.follows([says("yes")]);
    const env = {
      AZURE_OPENAI_ENDPOINT: endpoint.origin,
      AZURE_OPENAI_API_KEY: testKey,
      AZURE_OPENAI_DEPLOY_NAME: "d",
    };
    await azure(env).ask(question, proposing());
    expect(endpoint.asked[0]?.path).toMatch(/api-version=20\d\d-\d\d-\d\d$/);
  });
});
