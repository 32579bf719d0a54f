import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Answer, Assignment, Proposer, Proposing } from "../domain/proposing.ts";
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

  async propose(assignment: Assignment, { signal }: Proposing): Promise<Answer> {
    signal.throwIfAborted();
    const started = performance.now();
    const took = (): number => Math.round(performance.now() - started);
    try {
      const answer = await this.#ask(assignment, signal);
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

  async #ask(assignment: Assignment, signal: AbortSignal): Promise<Answer> {
    const worker = this.#running();
    const over = new AbortController();
    const watched = { signal: AbortSignal.any([signal, over.signal]) };
    worker.postMessage(assignment);
    worker.ref();
    try {
      const [answer]: Answer[] = await Promise.race([
        once(worker, "message", watched),
        once(worker, "exit", watched).then(([code]) => {
          throw new Error(`its thread exited with code ${code}`);
        }),
      ]);
      if (!answer) throw new Error("it answered nothing");
      return answer;
    } finally {
      over.abort();
      worker.unref();
    }
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
