import { appendFileSync } from "node:fs";
import { reasonOf } from "./error-reasons.ts";

const timeoutMs = 5000;

/**
 * Sends one event to a server, or adds it to a file as a line. Whether that works must not matter to
 * the run: gives what went wrong as a sentence, else null.
 */
export const sendLineage = async (target: string, event: unknown): Promise<string | null> => {
  const text = JSON.stringify(event);
  try {
    if (/^https?:\/\//i.test(target)) await post(target, text);
    else appendFileSync(target, `${text}\n`);
    return null;
  } catch (error) {
    const shown = /^https?:/i.test(target) ? originOf(target) : target;
    return `the lineage event did not reach ${shown}: ${faultOf(error)}`;
  }
};

const post = async (url: string, body: string): Promise<void> => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
};

/** The rest of an address may hold a token. */
const originOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).origin : "that address";

const faultOf = (error: unknown): string => {
  const { cause } = error instanceof Error ? error : {};
  return reasonOf(cause ?? error);
};
