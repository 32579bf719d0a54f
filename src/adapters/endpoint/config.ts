import { join } from "node:path";
import { parseEnv } from "node:util";
import { Problem } from "../../domain/problems.ts";
import { readTextIfThere } from "../files.ts";

/** Where a model is, and what it takes to ask it. Never shown or recorded as a whole. */
export interface EndpointConfig {
  /** Null for the one that the package knows by itself. */
  readonly url: string | null;
  readonly model: string;
  readonly key: string;
  /** Azure's version of the API, or null for every other endpoint. */
  readonly apiVersion: string | null;
  /** The variables that key and model were taken from, so that a person can fix them. */
  readonly keyFrom: string;
  readonly modelFrom: string;
}

const urlNames = ["LLM_ENDPOINT", "OPENAI_BASE_URL", "AZURE_OPENAI_ENDPOINT"];
const keyNames = ["LLM_API_KEY", "OPENAI_API_KEY", "AZURE_OPENAI_API_KEY"];
const modelNames = ["MODEL_NAME", "AZURE_OPENAI_DEPLOY_NAME"];
const versionNames = ["LLM_API_VERSION"];

/** The first version in general use that holds answers to a schema. */
const usualApiVersion = "2024-10-21";

/**
 * Whether somebody set an endpoint up for CleanLoop: an address of ours, or a model together with
 * an address or a key. A key alone is on many machines for other reasons.
 */
export const endpointConfigured = (env: Variables, root: string): boolean => {
  const given = variables(env, root);
  if (given(["LLM_ENDPOINT"])) return true;
  return given(modelNames) !== undefined && given([...urlNames, ...keyNames]) !== undefined;
};

/** The endpoint as the environment, or else the project's `.env`, describes it. */
export const endpointConfig = (env: Variables, root: string): EndpointConfig => {
  const given = variables(env, root);
  const model = given(modelNames) ?? absent("MODEL_NAME", "the model, as the endpoint calls it");
  const key = given(keyNames) ?? absent("LLM_API_KEY", anyKey);
  const version = given(versionNames);
  const url = given(urlNames) ?? withoutUrl(version ?? key);
  const azure = version !== undefined || isAzures(key) || (url !== null && isAzures(url));
  return {
    ...(url === null
      ? { url, apiVersion: null }
      : baseUrlFrom(url, azure ? (version?.value ?? usualApiVersion) : null)),
    model: model.value,
    key: plainKey(key),
    keyFrom: key.place,
    modelFrom: model.place,
  };
};

const anyKey = 'the key of the endpoint (any word, such as "no-key", for a server that needs none)';

const absent = (variable: string, meaning: string): never => {
  throw Problem.of("endpoint-setting", {
    variable,
    finding: "is not set, in the environment or in .env",
    hint: `set ${variable} to ${meaning}`,
  });
};

const isAzures = ({ name }: Given): boolean => name.startsWith("AZURE_");

/** Only Azure has no address of its own. */
const withoutUrl = (given: Given): null => {
  if (!isAzures(given) && !versionNames.includes(given.name)) return null;
  return absent("AZURE_OPENAI_ENDPOINT", "the address of your Azure resource");
};

/** Anything else would fail inside of a header, with the key in the message. */
const plainKey = ({ value, place }: Given): string => {
  if (/^[!-~]+$/.test(value)) return value;
  throw Problem.of("endpoint-setting", {
    variable: place,
    finding: "holds a blank or a character that no key has",
    hint: "set it to the key alone, without quotes or client breaks",
  });
};

interface Base {
  readonly url: string;
  readonly apiVersion: string | null;
}

/** The address that every path of the API is added to. What was given is never shown: it may hold a key. */
export const baseUrlFrom = ({ value, place }: Given, apiVersion: string | null): Base => {
  const refuse = (finding: string, hint: string) =>
    Problem.of("endpoint-setting", { variable: place, finding, hint });
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw refuse("is not an http or https address", "give it as in https://host/v1");
  if (url.username !== "" || url.password !== "")
    throw refuse("holds a user name or a password", "leave them out; a key goes into LLM_API_KEY");
  if (url.search !== "" || url.hash !== "")
    throw refuse(
      "goes on after a ? or #",
      "give the address up to /v1; a version of Azure's API goes into LLM_API_VERSION",
    );
  const path = url.pathname.replace(/\/chat\/completions\/?$/, "").replace(/\/+$/, "");
  // Azure's newer API is like everybody's, and knows no version.
  if (apiVersion === null || path.endsWith("/v1"))
    return { url: url.origin + path, apiVersion: null };
  const inside = /\/openai(\/|$)/.test(path);
  return { url: url.origin + path + (inside ? "" : "/openai"), apiVersion };
};

export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable that is set. */
export interface Given {
  readonly name: string;
  readonly value: string;
  /** The name, and whether the file or the environment says so. */
  readonly place: string;
}

/** The environment goes before the file, an earlier name before a later, and blank is not given. */
export const variables = (env: Variables, root: string) => {
  const file = parseEnv((readTextIfThere(join(root, ".env")) ?? "").replace(/^\ufeff/, ""));
  return (names: readonly string[]): Given | undefined => {
    const found = names.flatMap((name): Given[] => {
      const [ours, theirs] = [env[name]?.trim(), file[name]?.trim()];
      if (ours) return [{ name, value: ours, place: `${name} (in the environment)` }];
      return theirs ? [{ name, value: theirs, place: `${name} (in .env)` }] : [];
    });
    return found[0];
  };
};
