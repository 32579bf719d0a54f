import * as z from "zod/mini";
import type { ApiClient, Called, CallLimits } from "./api-client.ts";
import { readCompletion } from "./completion.ts";
import type { EndpointConfig } from "./config.ts";
import { faultMessage } from "./fault-messages.ts";
import { adapted, bodyOf, type RequestDialect } from "./request-dialect.ts";
import { quotedLine, scrubberOf } from "./scrub.ts";

export interface EndpointCheck {
  readonly ok: boolean;
  /** One message, with no secret in it. */
  readonly detail: string;
}

const patienceMs = 10_000;

/** Whether the endpoint answers, takes the key and knows the model. Failure is only ever told. */
export const checkEndpoint = async (
  config: EndpointConfig,
  signal: AbortSignal,
  ms = patienceMs,
): Promise<EndpointCheck> => {
  const { openApiClient } = await import("./api-client.ts");
  const client = openApiClient(config);
  const fault = await faultFound(client, config, { signal, ms });
  const where = `${config.model} at ${config.url ?? "OpenAI's own address"}`;
  return fault === null
    ? { ok: true, detail: `${where} answers` }
    : { ok: false, detail: `${where}: ${fault} (key from ${config.keyFrom})` };
};

const faultFound = async (
  client: ApiClient,
  config: EndpointConfig,
  patience: CallLimits,
): Promise<string | null> => {
  const scrub = scrubberOf(config.key);
  const explain = (called: Called & { ok: false }): string =>
    faultMessage(called.fault, `${patience.ms / 1_000} s`, scrub);
  const listed = await client.listModels(patience);
  if (listed.ok && idsIn(listed.body).includes(config.model)) return null;
  if (!listed.ok && !isWorthAWord(listed)) return explain(listed);
  const said = await askForAWord(client, config.model, patience);
  if (!said.ok) return explain(said);
  return readCompletion(said.body).message === undefined
    ? `its answer is not a completion: ${quotedLine(said.body, scrub)}`
    : null;
};

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

const idsIn = (body: string): string[] => {
  try {
    return modelList.safeParse(JSON.parse(body)).data?.data.map(({ id }) => id) ?? [];
  } catch {
    return [];
  }
};

/** Not every endpoint lists its models, to every key, by the names that they are asked by. */
const isWorthAWord = ({ fault }: Called & { ok: false }): boolean =>
  fault.kind === "refused" && fault.status !== 401;

const plainly: RequestDialect = { format: "text", temperature: false, limit: "max_tokens" };

const askForAWord = async (
  client: ApiClient,
  model: string,
  patience: CallLimits,
): Promise<Called> => {
  const ask = (dialect: RequestDialect) =>
    client.complete(bodyOf(word, dialect, model, 1), patience);
  const called = await ask(plainly);
  const others = called.ok ? null : adapted(plainly, called.fault);
  return others ? ask(others) : called;
};

const word = {
  instructions: "Answer with one word.",
  material: "Are you there?",
  answer: { name: "word", schema: {} },
  temperature: 0,
  seed: "",
};
