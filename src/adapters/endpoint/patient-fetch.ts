import { type IncomingMessage, request as requestPlainly } from "node:http";
import { request as requestSecurely } from "node:https";

/** The body of an answer went on past what any answer needs. */
export class TooLarge extends Error {}

/** No answer needs more; what is behind it would only fill our memory. */
const mostBytes = 4 * 1024 * 1024;

/**
 * A `fetch` for the package. Node's own gives up on an answer after five minutes, whatever the
 * operator allows, and a model on a machine like this one may need longer. This one also follows no
 * redirect, since the key would go along, and reads no endless body.
 */
export const patientFetch: typeof fetch = async (address, init) => {
  const answer = await send(new URL(String(address)), init ?? {});
  const body = await bodyOf(answer);
  const status = answer.statusCode ?? 0;
  const headers = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  if (status >= 200 && status < 300)
    return new Response(status === 204 ? null : body, { status, headers });
  const elsewhere = answer.headers.location;
  const said = elsewhere ? `it has moved to ${elsewhere}` : wordsOf(body);
  return new Response(JSON.stringify({ error: { message: said } }), { status, headers });
};

/** Over a connection of its own: one that was left open may be closed from the other side by now. */
const send = (url: URL, { method = "GET", headers, body, signal }: RequestInit) =>
  new Promise<IncomingMessage>((done, failed) => {
    const request = url.protocol === "https:" ? requestSecurely : requestPlainly;
    const sent = request(
      url,
      {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        agent: false,
        ...(signal ? { signal } : {}),
      },
      done,
    );
    sent.on("error", failed);
    sent.end(typeof body === "string" ? body : undefined);
  });

const bodyOf = async (answer: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

/**
 * What a failure says, wherever the endpoint puts it: `{error: {message, code}}`, `{error}`,
 * `{message}`, `{detail}` or plain text. The package knows the first only.
 */
const wordsOf = (body: string): string => {
  const json = parsed(body);
  const error = memberOf(json, "error") ?? json;
  const message = memberOf(error, "message") ?? memberOf(error, "detail") ?? error ?? body;
  const words = typeof message === "string" ? message : JSON.stringify(message);
  const more = ["code", "param"].map((name) => memberOf(error, name));
  const unsaid = more.filter((word) => typeof word === "string" && !words.includes(word));
  return [words, ...unsaid.map((word) => `(${word})`)].join(" ");
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null
    ? (Object.entries(value).find(([key]) => key === name)?.[1] ?? undefined)
    : undefined;
