import type { Sha } from "../../domain/digest.ts";
import { BadBlob } from "./blobs.ts";
import { jobIdOf, type PendingOrder, type PendingOrders } from "./pending-orders.ts";
import type { Publisher } from "./publisher.ts";
import type { Roster } from "./roster.ts";
import { answerSchema, parsed, runningSchema, type WorkerAnswer } from "./wire.ts";

/** How often an order may come back without a run and without a fault, before it counts as one. */
const mostReturned = 10;

/** What workers say of the orders that they took. */
export class Answers {
  readonly #orders: PendingOrders;
  readonly #roster: Roster;
  readonly #publisher: Publisher;
  readonly #again: (pending: PendingOrder) => void;

  constructor(
    orders: PendingOrders,
    roster: Roster,
    publisher: Publisher,
    again: (pending: PendingOrder) => void,
  ) {
    this.#orders = orders;
    this.#roster = roster;
    this.#publisher = publisher;
    this.#again = again;
  }

  began(jobId: string, data: unknown): void {
    const pending = this.#latest(jobId);
    const said = runningSchema.safeParse(data);
    if (!pending || !said.success) return;
    pending.heldBy = { worker: said.data.running, stage: "running", since: performance.now() };
  }

  /** The queue itself gave the job up: its worker let the lock go. */
  broken(jobId: string): void {
    const pending = this.#latest(jobId);
    if (pending && !pending.reading) this.#withoutAnswer(pending, "it let go of the run");
  }

  /** An answer to an earlier attempt counts too, as the first that can be read. */
  async answered(jobId: string, returned: unknown): Promise<void> {
    const pending = this.#orders.of(jobId);
    if (!pending || pending.reading) return;
    const latest = this.#latest(jobId);
    const answer = answerIn(returned);
    if (answer?.kind === "ran" && this.#roster.mayServe(answer.worker))
      return this.#read(pending, jobId, answer.worker, answer.report);
    if (!latest) return;
    if (!answer) this.#withoutAnswer(latest, "its answer cannot be read");
    else if (answer.kind === "ran" || !this.#roster.mayServe(answer.worker)) this.#again(latest);
    else await this.#notMade(latest, answer);
  }

  lose(pending: PendingOrder, worker: string, detail: string): void {
    if (this.#orders.lose(pending, worker, detail)) this.#again(pending);
  }

  #latest(jobId: string): PendingOrder | undefined {
    const pending = this.#orders.of(jobId);
    return pending && jobIdOf(pending) === jobId ? pending : undefined;
  }

  #withoutAnswer(pending: PendingOrder, detail: string): void {
    if (pending.heldBy) this.lose(pending, pending.heldBy.worker, detail);
    else this.#again(pending);
  }

  async #notMade(
    pending: PendingOrder,
    answer: Exclude<WorkerAnswer, { kind: "ran" }>,
  ): Promise<void> {
    const { worker } = answer;
    if (answer.kind === "fault") return this.lose(pending, worker, answer.detail);
    if (++pending.returned > mostReturned) return this.lose(pending, worker, returned[answer.kind]);
    if (answer.kind === "cut-off") this.#orders.cutOff(pending, worker, answer.detail);
    if (answer.kind === "missing") await this.#publisher.takeAway(pending);
    this.#again(pending);
  }

  async #read(pending: PendingOrder, jobId: string, worker: string, report: Sha): Promise<void> {
    pending.reading = true;
    try {
      const run = await this.#publisher.read(jobId, report, pending.order);
      if (!this.#orders.has(pending)) return;
      if (run) pending.settle({ run, worker });
      else this.#again(pending);
    } catch (error) {
      if (error instanceof BadBlob)
        this.lose(pending, worker, `its answer cannot be read: ${error.message}`);
      else this.#again(pending);
    } finally {
      pending.reading = false;
    }
  }
}

const returned = {
  "handed-back": "it hands the run back again and again",
  "cut-off": "it loses the queue again and again",
  missing: "it cannot fetch the feeds",
};

const answerIn = (returned: unknown): WorkerAnswer | null => {
  const value = typeof returned === "string" ? parsed(answerSchema, returned) : returned;
  const read = answerSchema.safeParse(value);
  return read.success ? read.data : null;
};
