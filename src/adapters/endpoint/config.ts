import { Problem } from "../../domain/problems.ts";
import { baseUrlFrom } from "./base-url.ts";
import { type Environment, type Given, variables } from "./variables.ts";

/** Where a model is, and what it takes to ask it. Never shown or recorded as a whole. */
export interface EndpointConfig {
  /** Null for the one that the package knows by itself. */
  readonly url: string | null;
  readonly model: string;
  readonly key: string;
  /** Azure's version of the API, or null for every other endpoint. */
  readonly apiVersion: string | null;
  /** The variables that key and model were taken from, for whoever has to mend them. */
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
export const endpointConfigured = (env: Environment, root: string): boolean => {
  const given = variables(env, root);
  if (given(["LLM_ENDPOINT"])) return true;
  return given(modelNames) !== undefined && given([...urlNames, ...keyNames]) !== undefined;
};

/** The endpoint as the environment, or else the project's `.env`, describes it. */
export const endpointConfig = (env: Environment, root: string): EndpointConfig => {
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
    hint: "set it to the key alone, without quotes or line breaks",
  });
};
