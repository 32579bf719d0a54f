import { once } from "node:events";
import { observeRound } from "../core/observe/round-story.ts";
import { observeWhole, type WholeView } from "../core/observe/whole-view.ts";
import { exitCode } from "../domain/exit-codes.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import type { WebAnswer, WebListener } from "../domain/ports/web.ts";
import { Problem } from "../domain/problems.ts";
import { dashboardText, openToOthersText } from "../report/dashboard.ts";
import { type PageData, pageData, withShortTexts } from "../report/page-data.ts";
import { pageHtml } from "../report/page-html.ts";
import type { CommandContext, RunCommand } from "./command.ts";

interface Options {
  readonly port: number;
  readonly host: string;
}

/** The report's page, served while people look at it; nothing that they do changes anything. */
export const run: RunCommand<Options> = async ({ port, host }, context) => {
  const workspace = context.openWorkspace();
  const live = new LivePage(workspace, context);
  await live.page(); // a damaged trail is said here, not in a browser
  const server = await context.serve({
    host,
    port,
    answer: (asked) => live.answer(asked),
    listen: (listener) => live.listen(listener),
  });
  const stopWatching = live.watch();
  if (!isLoopback(host)) context.note(`WARNING: ${openToOthersText(host)}`);
  const { url } = server;
  context.say(() => dashboardText(url, context.style), {
    type: "listening",
    url,
    port: server.port,
  });
  if (!context.signal.aborted) await once(context.signal, "abort");
  stopWatching();
  await server.close();
  return {
    exit: exitCode.interrupted,
    json: { type: "summary", url },
    isLastLine: true,
    text: () => ["ended"],
  };
};

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\./.test(host);

const pollMs = 300;

/** One reading of the trail for all who look. */
class LivePage {
  readonly #workspace: Workspace;
  readonly #context: CommandContext;
  readonly #observation: ReturnType<typeof observeWhole>;
  readonly #listeners = new Map<WebListener, { since: number }>();
  #last: Promise<unknown> = Promise.resolve();
  #told = "";

  constructor(workspace: Workspace, context: CommandContext) {
    this.#workspace = workspace;
    this.#context = context;
    this.#observation = observeWhole(workspace);
  }

  async answer(asked: URL): Promise<WebAnswer> {
    if (asked.pathname === "/") return { status: 200, type: html, body: await this.page() };
    if (asked.pathname === "/round") return this.#round(Number(asked.searchParams.get("n")));
    return { status: 404, type: text, body: "there is nothing here; the page is at /\n" };
  }

  async page(): Promise<string> {
    return pageHtml(await this.#data(0), this.#context.pageParts());
  }

  listen(listener: WebListener): () => void {
    this.#listeners.set(listener, { since: Number(listener.asked.searchParams.get("since")) || 0 });
    void this.#tell();
    return () => this.#listeners.delete(listener);
  }

  /** Tells all who listen whenever the trail grows, or a loop begins or ends. */
  watch(): () => void {
    const timer = setInterval(() => {
      const now = this.#signs();
      if (now === this.#told) return;
      this.#told = now;
      void this.#tell();
    }, pollMs);
    return () => clearInterval(timer);
  }

  #signs(): string {
    const { trail, lock, killSwitch } = this.#workspace.ports;
    return JSON.stringify([trail.head(), lock.holder()?.pid, killSwitch.standing()]);
  }

  async #tell(): Promise<void> {
    for (const [listener, place] of this.#listeners)
      try {
        const data = await this.#data(place.since);
        place.since = data.overview.events;
        listener.tell("change", JSON.stringify(data));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        listener.tell("trouble", JSON.stringify(`${error.message}; ${error.hint}`));
      }
  }

  async #data(since: number): Promise<PageData> {
    const view = await this.#look(since);
    const { versions, now } = this.#workspace.ports;
    return pageData(view, {
      live: true,
      version: versions.cleanloop,
      made: now().toISOString(),
    });
  }

  /** One after the other: they share one reading. */
  #look(since: number): Promise<WholeView> {
    const look = this.#last.then(() => this.#observation.look(since));
    this.#last = look.catch(() => {});
    return look;
  }

  async #round(round: number): Promise<WebAnswer> {
    if (!Number.isSafeInteger(round) || round < 1)
      return { status: 400, type: text, body: "n is the number of a round\n" };
    const story = await observeRound(this.#workspace, round);
    return { status: 200, type: json, body: JSON.stringify(withShortTexts(story)) };
  }
}

const html = "text/html; charset=utf-8";
const text = "text/plain; charset=utf-8";
const json = "application/json; charset=utf-8";
