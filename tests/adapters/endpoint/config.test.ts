import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endpointConfig, endpointConfigured } from "../../../src/adapters/endpoint/index.ts";
import { Problem } from "../../../src/domain/problems.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "cleanloop-env-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const dotEnv = (...lines: string[]) => writeFileSync(join(root, ".env"), lines.join("\n"));
const usual = {
  LLM_ENDPOINT: "https://models.example/v1",
  LLM_API_KEY: "key-of-ours",
  MODEL_NAME: "model-of-ours",
};
const problemOf = (env: Record<string, string>): Problem => {
  try {
    endpointConfig(env, root);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("it was taken");
};

describe("an endpoint is described", () => {
  test("by our variables", () => {
    expect(endpointConfig(usual, root)).toEqual({
      url: "https://models.example/v1",
      key: "key-of-ours",
      model: "model-of-ours",
      apiVersion: null,
      keyFrom: "LLM_API_KEY (in the environment)",
      modelFrom: "MODEL_NAME (in the environment)",
    });
  });

  test("by the names that others use, where ours are not set or blank", () => {
    const env = {
      OPENAI_BASE_URL: "https://other.example/v1/",
      OPENAI_API_KEY: "other-key",
      MODEL_NAME: "m",
      LLM_API_KEY: " ",
    };
    expect(endpointConfig(env, root)).toMatchObject({
      url: "https://other.example/v1",
      key: "other-key",
    });
    expect(endpointConfig({ ...env, ...usual }, root)).toMatchObject({
      url: "https://models.example/v1",
      key: "key-of-ours",
    });
  });

  test("by .env in the project's root, over which the environment wins", () => {
    dotEnv(...Object.entries(usual).map(([name, value]) => `${name}="${value}"`));
    const config = endpointConfig({ MODEL_NAME: "another" }, root);
    expect(config).toMatchObject({
      key: "key-of-ours",
      model: "another",
      keyFrom: "LLM_API_KEY (in .env)",
      modelFrom: "MODEL_NAME (in the environment)",
    });
  });

  test("without an address it is OpenAI's own", () => {
    const { LLM_ENDPOINT: _, ...env } = usual;
    expect(endpointConfig(env, root).url).toBeNull();
  });

  test("by an address that was copied whole", () => {
    const env = { ...usual, LLM_ENDPOINT: "https://models.example/v1/chat/completions" };
    expect(endpointConfig(env, root).url).toBe("https://models.example/v1");
  });

  test.each([
    ["https://mine.openai.azure.com/", "https://mine.openai.azure.com/openai", "2025-01-01"],
    ["https://mine.openai.azure.com/openai", "https://mine.openai.azure.com/openai", "2025-01-01"],
    ["https://mine.openai.azure.com/openai/v1/", "https://mine.openai.azure.com/openai/v1", null],
  ])("of Azure, %s", (address, url, apiVersion) => {
    const env = { ...usual, LLM_ENDPOINT: address, LLM_API_VERSION: "2025-01-01" };
    expect(endpointConfig(env, root)).toMatchObject({ url, apiVersion });
  });
});

describe("what is wrong with it is one line that names the variable and shows no secret", () => {
  test.each<[string, Record<string, string>, string]>([
    ["no model", { MODEL_NAME: "" }, "MODEL_NAME is not set"],
    ["no key", { LLM_API_KEY: "" }, "LLM_API_KEY is not set"],
    [
      "no address",
      { LLM_ENDPOINT: "models.example" },
      "LLM_ENDPOINT (in the environment) is not an http",
    ],
    ["another protocol", { LLM_ENDPOINT: "file:///s3cret" }, "is not an http or https address"],
    ["a password in it", { LLM_ENDPOINT: "https://me:s3cret@host/v1" }, "holds a user name or"],
    [
      "a key in its query",
      { LLM_ENDPOINT: "https://host/v1?key=s3cret" },
      "goes on after a ? or #",
    ],
    [
      "a key with a blank",
      { LLM_API_KEY: "s3cret s3cret" },
      "LLM_API_KEY (in the environment) holds",
    ],
    ["a key of two lines", { LLM_API_KEY: "s3cret\ns3cret" }, "holds a blank or a character"],
    [
      "an Azure key alone",
      { LLM_API_KEY: "", LLM_ENDPOINT: "", AZURE_OPENAI_API_KEY: "s3cret" },
      "AZURE_OPENAI_ENDPOINT is not set",
    ],
  ])("%s", (_, change, finding) => {
    const { exit, message, hint } = problemOf({ ...usual, ...change });
    expect(exit).toBe(2);
    expect(message).toContain(finding);
    expect(message + hint).not.toContain("s3cret");
  });

  test("an .env that cannot be read", () => {
    rmSync(root, { recursive: true });
    writeFileSync(root, "");
    expect(problemOf({}).code).toBe("cannot-read");
    rmSync(root);
    root = mkdtempSync(join(tmpdir(), "cleanloop-env-"));
  });
});

test.each<[Record<string, string>, boolean]>([
  [{}, false],
  [usual, true],
  [{ LLM_ENDPOINT: "https://host/v1" }, true],
  [{ OPENAI_API_KEY: "on many machines" }, false],
  [{ MODEL_NAME: "alone" }, false],
  [{ OPENAI_API_KEY: "k", MODEL_NAME: "m" }, true],
  [{ AZURE_OPENAI_ENDPOINT: "https://a", AZURE_OPENAI_DEPLOY_NAME: "d" }, true],
])("with %j set up, an endpoint is the default proposer: %j", (env, configured) => {
  expect(endpointConfigured(env, root)).toBe(configured);
});
