import type { Notification, Notifier, NotifyFailure } from "../domain/ports/control.ts";
import { visible } from "../domain/visible.ts";
import { runToEnd } from "./processes/run-to-end.ts";

export interface Channels {
  readonly command: string | null;
  readonly url: string | null;
  readonly timeoutSeconds: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The terminal is told by whoever prints; here are the channels that reach further. */
export const notifier = (channels: Channels, env: Environment): Notifier => ({
  send: async (notification, signal) => {
    const told = await Promise.all([
      channels.command === null
        ? null
        : attempt("command", () =>
            run(channels.command ?? "", env, notification, channels, signal),
          ),
      channels.url === null
        ? null
        : attempt("url", () => post(channels.url ?? "", notification, channels, signal)),
    ]);
    return told.filter((failure) => failure !== null);
  },
});

const attempt = async (
  channel: string,
  send: () => Promise<void>,
): Promise<NotifyFailure | null> => {
  try {
    await send();
    return null;
  } catch (error) {
    return { channel, detail: visible(firstLine(error), 200) };
  }
};

const firstLine = (error: unknown): string => {
  const { cause } = error instanceof Error ? error : {};
  const text = cause instanceof Error ? cause.message : "";
  const message = error instanceof Error ? error.message : String(error);
  return `${message.split("\n")[0]}${text === "" ? "" : `: ${text}`}`;
};

/** Chosen by the operator, in a settings file that the genome cannot reach. */
const run = async (
  command: string,
  env: Environment,
  notification: Notification,
  { timeoutSeconds }: Channels,
  signal: AbortSignal,
): Promise<void> => {
  const { stop, exit } = await runToEnd(
    { file: command, args: [], cwd: process.cwd(), env, shell: true },
    {
      input: JSON.stringify(notification),
      timeoutMs: timeoutSeconds * 1000,
      keptLogBytes: 0,
      mostLogBytes: Number.POSITIVE_INFINITY,
      signal,
    },
  );
  signal.throwIfAborted();
  if (stop !== null) throw new Error(`timeout: it was not done after ${timeoutSeconds} s`);
  if (exit?.code !== 0)
    throw new Error(`it ended with ${exit?.signal ?? `exit code ${exit?.code}`}`);
};

const post = async (
  url: string,
  notification: Notification,
  { timeoutSeconds }: Channels,
  signal: AbortSignal,
): Promise<void> => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(notification),
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
};
