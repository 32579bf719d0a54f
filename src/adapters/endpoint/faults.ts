import { APIError } from "openai";

/** How a call can fail, as far as that matters to what happens next. */
export type Fault =
  /** Answered with a status of failure; nothing is charged for that. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly said: string;
      readonly retryAfter: string | null;
    }
  /** No connection came about. */
  | { readonly kind: "unreachable"; readonly said: string }
  /** Sent, and the answer did not come whole. What it cost, nobody can tell. */
  | { readonly kind: "broken"; readonly said: string }
  | { readonly kind: "too-large" }
  | { readonly kind: "late" }
  | { readonly kind: "stopped" };

/** The body of an answer went on past what any answer needs. */
export class TooLarge extends Error {}

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
