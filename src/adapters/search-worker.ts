import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type {
  Answer,
  Assignment,
  Proposer,
  Proposing,
  SearchMessage,
} from "../domain/proposing.ts";
import { packageFolder } from "./package-folder.ts";

const memoryMb = 2048;

export interface SearchOptions {
  /** The worker's file, another one in tests. */
  readonly program: string;
  readonly memoryMb: number;
}

/** The built-in search in a thread: it computes for seconds, and the kill switch cannot wait. */
export const searchProposer = (options: Partial<SearchOptions> = {}): Proposer =>
  new SearchProposer({
    program: join(packageFolder(), "dist", "search.js"),
    memoryMb,
    ...options,
  });

class SearchProposer implements Proposer {
  readonly name = "search";
  readonly notHidden = null;
  readonly origin = "search";
  readonly #options: SearchOptions;
  /** Kept from round to round: it remembers its plan. */
  #worker: Worker | null = null;

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  async propose(assignment: Assignment, proposing: Proposing): Promise<Answer> {
    const { signal } = proposing;
    signal.throwIfAborted();
    const started = performance.now();
    const took = (): number => Math.round(performance.now() - started);
    try {
      const answer = await this.#ask(assignment, proposing);
      const proposals = answer.proposals.map((proposal) => ({ ...proposal, proposeMs: took() }));
      return { ...answer, proposals };
    } catch (error) {
      await this.close();
      if (signal.aborted) throw signal.reason;
      return unanswered(faultOf(error, this.#options), took());
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #ask(assignment: Assignment, { signal, progress }: Proposing): Promise<Answer> {
    const worker = this.#running();
    return new Promise<Answer>((resolve, reject) => {
      const over = new AbortController();
      const done = (settle: () => void): void => {
        over.abort();
        worker.off("message", hear).off("exit", exited).off("error", failed);
        worker.unref();
        settle();
      };
      const hear = (message: SearchMessage | undefined): void => {
        if (message && "told" in message) progress(`the search looks at ${message.told}`);
        else if (message) done(() => resolve(message.answer));
        else failed(new Error("it answered nothing"));
      };
      const failed = (error: unknown): void => done(() => reject(error));
      const exited = (code: number): void =>
        failed(new Error(`its thread exited with code ${code}`));
      worker.on("message", hear).on("exit", exited).on("error", failed);
      signal.addEventListener("abort", () => failed(signal.reason), { signal: over.signal });
      worker.postMessage(assignment);
      worker.ref();
    });
  }

  #running(): Worker {
    this.#worker ??= new Worker(this.#options.program, {
      env: {},
      execArgv: [],
      name: "search",
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryMb },
    });
    return this.#worker;
  }
}

const faultOf = (error: unknown, { memoryMb }: SearchOptions): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ERR_WORKER_OUT_OF_MEMORY"
    ? `the built-in search needed more than its ${memoryMb} MB of memory`
    : `the built-in search failed: ${message}`;
};

const unanswered = (detail: string, proposeMs: number): Answer => ({
  proposals: [],
  unanswered: [
    {
      proposer: "search",
      model: null,
      tokens: { input: 0, output: 0 },
      costUsd: 0,
      proposeMs,
      detail,
    },
  ],
  saturated: null,
  problem: null,
});
