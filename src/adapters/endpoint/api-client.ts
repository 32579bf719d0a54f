import { APIError, AzureOpenAI, type ClientOptions, OpenAI } from "openai";
import type { EndpointConfig } from "./config.ts";
import type { Fault } from "./fault-messages.ts";
import { patientFetch, TooLarge } from "./patient-fetch.ts";

export type Called =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly fault: Fault };

export interface CallLimits {
  readonly signal: AbortSignal;
  readonly ms: number;
}

export type Body = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

/** One way to an endpoint. Nothing it is used for throws; each call is made exactly once. */
export interface ApiClient {
  complete(body: Body, patience: CallLimits): Promise<Called>;
  listModels(patience: CallLimits): Promise<Called>;
}

export const openApiClient = (config: EndpointConfig): ApiClient => {
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
  { signal, ms }: CallLimits,
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

export const faultOf = (error: unknown): Fault => {
  if (error instanceof APIError && typeof error.status === "number") return refusal(error);
  const causes = [...causesOf(error)];
  if (causes.some((cause) => cause instanceof TooLarge)) return { kind: "too-large" };
  const code = causes.map(codeOf).find((found) => found !== undefined);
  const said = code ?? causes.at(-1)?.message ?? String(error);
  return { kind: code !== undefined && neverSent.test(code) ? "unreachable" : "broken", said };
};

const refusal = (error: APIError): Fault => ({
  kind: "refused",
  status: error.status ?? 0,
  said: error.message.replace(/^\d{3} /, ""),
  retryAfter: retryAfterOf(error),
});

const retryAfterOf = ({ headers }: APIError): string | null => {
  const inMs = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  return inMs >= 0 ? String(inMs / 1000) : (headers?.get("retry-after") ?? null);
};

const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPROTO|ERR_TLS|ERR_SSL|UNABLE_TO)|CERT/;

function* causesOf(error: unknown): Generator<Error> {
  let current = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    yield current;
    current = current.cause;
  }
}

const codeOf = (error: Error): string | undefined =>
  "code" in error && typeof error.code === "string" ? error.code : undefined;
