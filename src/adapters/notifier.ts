import { execa } from "execa";
import type { Notification, Notifier, NotifyFailure } from "../domain/ports/control.ts";
import { visible } from "../domain/visible.ts";
import { endGroup } from "./end-group.ts";

export interface Channels {
  readonly command: string | null;
  readonly url: string | null;
  readonly timeoutSeconds: number;
}

/** The terminal is told by whoever prints; here are the channels that reach further. */
export const notifier = (channels: Channels): Notifier => ({
  send: async (notification, signal) => {
    const told = await Promise.all([
      channels.command === null
        ? null
        : attempt("command", () => run(channels.command ?? "", notification, channels, signal)),
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
  notification: Notification,
  { timeoutSeconds }: Channels,
  signal: AbortSignal,
): Promise<void> => {
  const over = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
  const child = execa(command, {
    shell: true,
    detached: true,
    input: JSON.stringify(notification),
    stdout: "ignore",
    stderr: "ignore",
  });
  // A shell has children of its own, and each of them would outlive it.
  const end = (): void => endGroup(child.pid);
  over.addEventListener("abort", end, { once: true });
  if (over.aborted) end();
  try {
    await child;
  } catch (error) {
    over.throwIfAborted();
    throw error;
  } finally {
    over.removeEventListener("abort", end);
  }
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
