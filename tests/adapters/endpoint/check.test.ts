import { afterAll, beforeAll, expect, test } from "vitest";
import { checkEndpoint, endpointConfig } from "../../../src/adapters/endpoint/index.ts";
import {
  type Behaviour,
  hangs,
  json,
  says,
  status,
  TestEndpoint,
  testKey,
} from "../../support/endpoint.ts";

let endpoint: TestEndpoint;
beforeAll(async () => {
  endpoint = await TestEndpoint.start([]);
});
afterAll(() => endpoint.close());

const never = new AbortController().signal;
const check = (env = endpoint.env, signal = never, ms?: number) =>
  checkEndpoint(endpointConfig(env, "/nowhere"), signal, ms);

/** What it does when asked for its models, and when asked for a word. */
const behaves = (models: Behaviour, word: Behaviour = says("yes")) =>
  endpoint.follows(({ method }) => (method === "GET" ? models : word));

const models = (...ids: string[]) => json({ data: ids.map((id) => ({ id })) });

test("an endpoint that lists the model is fine, and no token is spent", async () => {
  behaves(models("another", "test-model"));
  expect(await check()).toEqual({
    ok: true,
    detail: `test-model at ${endpoint.origin}/v1 answers`,
  });
  expect(endpoint.asked.map(({ path }) => path)).toEqual(["/v1/models"]);
});

test.each<[string, Behaviour]>([
  ["lists no models", status(404, "no such route")],
  ["lists others", models("another")],
  ["lets this key list none", status(403, "scope missing")],
])("one that %s is asked for a single word", async (_, listed) => {
  behaves(listed);
  expect((await check()).ok).toBe(true);
  expect(endpoint.asked.at(-1)?.body).toMatchObject({ model: "test-model", max_tokens: 1 });
});

test("a word is asked for by the newer name of the limit too", async () => {
  const newer = "use 'max_completion_tokens'";
  endpoint.follows(({ method, body }) => {
    if (method === "GET") return models();
    return body.max_tokens ? status(400, newer) : says("yes");
  });
  expect((await check()).ok).toBe(true);
});

test.each<[string, Behaviour, Behaviour, RegExp]>([
  [
    "a wrong key",
    status(401, `no: ${testKey}`),
    hangs,
    /HTTP 401: no: \[key\] \(key from LLM_API_KEY/,
  ],
  ["an unknown model", models("another"), status(404, "no such model"), /HTTP 404: no such model/],
  ["a page", json("<html>"), json("<html>"), /not a completion: <html>/],
  ["an outage", status(500, "down"), status(500, "down"), /HTTP 500: down/],
])("%s is told", async (_, listed, word, detail) => {
  behaves(listed, word);
  const { ok, detail: told } = await check();
  expect(ok).toBe(false);
  expect(told).toMatch(detail);
  expect(told).not.toContain(testKey);
});

test("an endpoint that hangs is waited for no longer than it takes to know", async () => {
  behaves(hangs);
  const { ok, detail } = await check(endpoint.env, never, 100);
  expect({ ok, detail }).toEqual({ ok: false, detail: expect.stringContaining("within 0.1 s") });
});

test("the caller can stop it", async () => {
  behaves(hangs);
  expect((await check(endpoint.env, AbortSignal.timeout(50))).detail).toContain("stopped");
});

test("nobody there is told, not thrown", async () => {
  const gone = await TestEndpoint.start([]);
  const { env } = gone;
  await gone.close();
  expect((await check(env)).detail).toContain("cannot be reached: ECONNREFUSED");
});
