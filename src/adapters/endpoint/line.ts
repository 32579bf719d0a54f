import { AzureOpenAI, type ClientOptions, OpenAI } from "openai";
import type { EndpointConfig } from "./config.ts";
import { type Fault, faultOf } from "./faults.ts";
import { patientFetch } from "./fetching.ts";

export type Called =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly fault: Fault };

export interface Patience {
  readonly signal: AbortSignal;
  readonly ms: number;
}

export type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

/** One way to an endpoint. Nothing it is used for throws; each call is made exactly once. */
export interface Line {
  complete(body: Body, patience: Patience): Promise<Called>;
  listModels(patience: Patience): Promise<Called>;
}

export const openLine = (config: EndpointConfig): Line => {
  const client = clientFor(config);
  return {
    complete: (body, patience) =>
      called(patience, (signal) => client.chat.completions.create(body, { signal }).asResponse()),
    listModels: (patience) =>
      called(patience, (signal) => client.models.list({ signal }).asResponse()),
  };
};

/** Every option that the package would else take from the environment is given here. */
const clientFor = ({ url, key, model, apiVersion }: EndpointConfig): OpenAI => {
  const options = {
    apiKey: key,
    ...(url === null ? {} : { baseURL: url }),
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: 2 ** 31 - 1, // ours ends the call, its body included
    logLevel: "off",
    fetch: patientFetch,
  } satisfies ClientOptions;
  return apiVersion === null
    ? new OpenAI(options)
    : new AzureOpenAI({ ...options, apiVersion, deployment: model });
};

const called = async (
  { signal, ms }: Patience,
  send: (signal: AbortSignal) => Promise<Response>,
): Promise<Called> => {
  const end = new AbortController();
  const late = setTimeout(() => end.abort("late"), ms);
  const stop = () => end.abort("stopped");
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    const response = await send(end.signal);
    return { ok: true, body: await response.text() };
  } catch (error) {
    if (end.signal.reason === "late") return { ok: false, fault: { kind: "late" } };
    if (end.signal.aborted) return { ok: false, fault: { kind: "stopped" } };
    return { ok: false, fault: faultOf(error) };
  } finally {
    clearTimeout(late);
    signal.removeEventListener("abort", stop);
  }
};
