import type { WorkerEvent } from "../../domain/ports/evaluators.ts";
import type { BackendName } from "../../domain/run.ts";
import type { LoopCard, WorkerCard } from "./wire.ts";

/** A worker is gone when it was not seen for so long while the queue could be reached. */
const goneAfterMs = 8000;

interface Known {
  readonly card: WorkerCard;
  readonly refused: string | null;
  seen: number;
  shutOut: boolean;
}

/** The workers that a loop has seen: who may serve it, and who is still there. */
export class Roster {
  readonly #loop: LoopCard;
  readonly #known = new Map<string, Known>();
  #news: WorkerEvent[] = [];

  constructor(loop: LoopCard) {
    this.#loop = loop;
  }

  /** Gives the word on each worker that is here now: null where it may serve. */
  see(cards: readonly WorkerCard[], now: number): ReadonlyMap<string, string | null> {
    for (const card of cards) {
      const known = this.#known.get(card.name);
      if (known) known.seen = now;
      else this.#meet(card, now);
    }
    return new Map(
      [...this.#known].map(([name, { refused, shutOut }]) => [
        name,
        shutOut ? "its word was found to be false" : refused,
      ]),
    );
  }

  /** No worker could have been seen meanwhile. */
  excuse(now: number): void {
    for (const known of this.#known.values()) if (!this.#isGone(known, now)) known.seen = now;
  }

  mayServe(name: string): boolean {
    const known = this.#known.get(name);
    return known !== undefined && known.refused === null && !known.shutOut;
  }

  isGone(name: string, now: number): boolean {
    const known = this.#known.get(name);
    return known === undefined || this.#isGone(known, now);
  }

  anybody(now: number): boolean {
    return [...this.#known].some(
      ([name, known]) => this.mayServe(name) && !this.#isGone(known, now),
    );
  }

  shutOut(name: string): void {
    const known = this.#known.get(name);
    if (known) known.shutOut = true;
  }

  /** A machine on which one of our hostile programs won counts as one that holds nothing. */
  isolationOf(name: string): BackendName | null {
    const known = this.#known.get(name);
    if (!known) return null;
    const { isolation, redTeam } = known.card;
    return redTeam.contained < redTeam.total ? "process" : isolation.backend;
  }

  tell(event: WorkerEvent): void {
    this.#news.push(event);
  }

  news(): readonly WorkerEvent[] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  #isGone({ seen }: Known, now: number): boolean {
    return now - seen > goneAfterMs;
  }

  #meet(card: WorkerCard, now: number): void {
    const refused = whyRefused(this.#loop, card);
    this.#known.set(card.name, { card, refused, seen: now, shutOut: false });
    const { name: worker, cleanloop, node, concurrency, isolation, redTeam } = card;
    if (refused !== null)
      this.#news.push({ type: "worker", action: "refused", worker, detail: refused });
    else
      this.#news.push({
        type: "worker",
        action: "enrolled",
        worker,
        versions: { cleanloop, node },
        concurrency,
        isolation: {
          backend: isolation.backend,
          layers: isolation.layers.map(({ name, on }) => ({ name, on })),
        },
        redTeam,
      });
  }
}

const whyRefused = (loop: LoopCard, card: WorkerCard): string | null => {
  if (card.cleanloop !== loop.cleanloop)
    return `it runs CleanLoop ${card.cleanloop}, and the loop ${loop.cleanloop}`;
  if (card.build !== loop.build)
    return `it runs another build of CleanLoop ${loop.cleanloop} than the loop`;
  if (loop.withNamespaces && card.isolation.backend === "process")
    return "it has no namespaces, and what this loop proposes may run only where there are";
  return null;
};
