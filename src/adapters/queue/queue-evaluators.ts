import type { Evaluated, EvaluationOrder, Evaluators } from "../../domain/ports/evaluators.ts";
import { reasonOf } from "../error-reasons.ts";
import { Answers } from "./answers.ts";
import { inSeconds } from "./elapsed.ts";
import { LoopQueue } from "./loop-queue.ts";
import { Patience } from "./patience.ts";
import { jobIdOf, type PendingOrder, PendingOrders } from "./pending-orders.ts";
import { Publisher } from "./publisher.ts";
import { Roster } from "./roster.ts";
import type { LoopCard } from "./wire.ts";

const beatMs = 1000;
/** Far more than a round ever has; each is a folder and a few hundred bytes here. */
const mostAtOnce = 256;
/** How often the queue is asked whether it still holds an order. */
const lookEveryMs = 3000;
const forgetEveryMs = 15_000;
/** How long a worker may take over feeds and tables, beside the run itself. */
const transferMs = { fetching: 600_000, running: 60_000 };

export interface QueueOptions {
  readonly url: string;
  readonly card: Omit<LoopCard, "turn">;
  readonly patienceMs: number;
  readonly note: (line: string) => void;
}

/** Workers on other machines, by way of BullMQ: nothing that they say is taken for more than a claim. */
export class QueueEvaluators implements Evaluators {
  readonly sideBySide = mostAtOnce;
  readonly elsewhere = true;
  readonly #card: QueueOptions["card"];
  readonly #queue: LoopQueue;
  readonly #publisher: Publisher;
  readonly #roster: Roster;
  readonly #orders: PendingOrders;
  readonly #answers: Answers;
  readonly #patience: Patience;
  readonly #timer: NodeJS.Timeout;
  #turn = 0;
  #beating = false;
  #reachable = true;
  #forgotAt = performance.now();

  static async open(options: QueueOptions): Promise<QueueEvaluators> {
    const { url, card, note } = options;
    const evaluators = new QueueEvaluators(await LoopQueue.open(url, card.run, note), options);
    await evaluators.#beat();
    return evaluators;
  }

  private constructor(queue: LoopQueue, { card, patienceMs, note }: QueueOptions) {
    this.#card = card;
    this.#queue = queue;
    this.#publisher = new Publisher(queue, card.run);
    const roster = new Roster({ ...card, turn: 0 });
    this.#roster = roster;
    this.#orders = new PendingOrders(
      (event) => roster.tell(event),
      () => void this.#nextTurn(),
    );
    const again = (pending: PendingOrder): void => void this.#publish(pending);
    this.#answers = new Answers(this.#orders, roster, this.#publisher, again);
    this.#patience = new Patience(patienceMs, note);
    const { events } = queue;
    events.on("progress", ({ jobId, data }) => this.#answers.began(jobId, data));
    events.on("completed", ({ jobId, returnvalue }) => {
      void this.#answers.answered(jobId, returnvalue);
    });
    events.on("failed", ({ jobId }) => this.#answers.broken(jobId));
    this.#timer = setInterval(() => void this.#beat(), beatMs);
  }

  run(order: EvaluationOrder, signal: AbortSignal): Promise<Evaluated> {
    return this.#orders.open(order, signal, (pending) => void this.#publish(pending));
  }

  shutOut(worker: string): void {
    this.#roster.shutOut(worker);
    for (const pending of this.#orders.all())
      if (pending.heldBy?.worker === worker) void this.#publish(pending);
  }

  isolationOf(worker: string) {
    return this.#roster.isolationOf(worker);
  }

  news(round: number) {
    return this.#roster.news().map((event) => ("round" in event ? { ...event, round } : event));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#queue.close();
  }

  #publish(pending: PendingOrder): Promise<void> {
    return this.#publisher.publish(pending, this.#turn);
  }

  /** Once a second: says that the loop lives, sees who is there, and looks after what is under way. */
  async #beat(): Promise<void> {
    if (this.#beating) return;
    this.#beating = true;
    try {
      await this.#queue.sayAlive({ ...this.#card, turn: this.#turn });
      await this.#seeWorkers();
      await this.#publisher.renew();
      await this.#lookAfterOrders();
      await this.#forgetDead();
      this.#reachable = true;
    } catch (error) {
      this.#cannotReach(reasonOf(error));
    } finally {
      this.#beating = false;
    }
    this.#patience.giveUpInTime(this.#orders.all());
  }

  async #forgetDead(): Promise<void> {
    const now = performance.now();
    if (now - this.#forgotAt < forgetEveryMs) return;
    this.#forgotAt = now;
    await this.#queue.forgetDead();
  }

  #cannotReach(detail: string): void {
    const waiting = this.#orders.all().length;
    if (this.#reachable && waiting > 0)
      this.#roster.tell({ type: "queue", round: 1, waiting, detail });
    this.#reachable = false;
    this.#roster.excuse(performance.now());
    this.#patience.isHelpless(`the queue is out of reach: ${detail}`);
  }

  async #seeWorkers(): Promise<void> {
    const now = performance.now();
    await this.#queue.tell(this.#roster.see(await this.#queue.workers(), now));
    if (this.#roster.anybody(now)) this.#patience.allIsWell();
    else this.#patience.isHelpless("no worker may serve this loop");
  }

  async #lookAfterOrders(): Promise<void> {
    const now = performance.now();
    const unsure = this.#orders.all().filter((one) => now - one.seenAt >= lookEveryMs && !one.due);
    const held = await this.#queue.held(unsure.map(jobIdOf));
    for (const one of unsure) {
      const taken = held.get(jobIdOf(one));
      if (taken === undefined) continue;
      one.seenAt = now;
      if (taken === null || one.heldBy !== null) continue;
      if (taken.by !== null) one.heldBy = { worker: taken.by, stage: "fetching", since: now };
      else one.takenSince ??= now;
    }
    for (const one of this.#orders.all()) this.#lookAfter(one, now);
  }

  #lookAfter(pending: PendingOrder, now: number): void {
    if (pending.reading) return;
    // After a fault of the queue it may be there no longer; just ended, its answer is on the way.
    if (pending.due || now - pending.seenAt > 2 * lookEveryMs) void this.#publish(pending);
    else {
      const loss = this.#lossOf(pending, now);
      if (loss) this.#answers.lose(pending, loss.worker, loss.detail);
    }
  }

  #lossOf(
    { order, heldBy, takenSince, attempt }: PendingOrder,
    now: number,
  ): { readonly worker: string; readonly detail: string } | null {
    const runMs = order.limits.timeoutSeconds * 1000 + transferMs.running;
    if (heldBy === null) {
      const most = transferMs.fetching + runMs;
      if (takenSince === null || now - takenSince <= most) return null;
      return { worker: `unnamed-${attempt}`, detail: `no word in ${inSeconds(most)}` };
    }
    const { worker, stage, since } = heldBy;
    if (this.#roster.isGone(worker, now)) return { worker, detail: "it is gone" };
    const most = stage === "running" ? runMs : transferMs.fetching;
    return now - since > most ? { worker, detail: `no answer in ${inSeconds(most)}` } : null;
  }

  /** What is still under way for this turn is wanted no more. */
  async #nextTurn(): Promise<void> {
    this.#turn++;
    try {
      await this.#queue.sayAlive({ ...this.#card, turn: this.#turn });
      await this.#queue.drain();
    } catch {
      // The next beat says it.
    }
  }
}
