import { inSeconds } from "./elapsed.ts";
import { lost, type PendingOrder } from "./pending-orders.ts";

const sayAfterMs = 3000;

/** How long orders wait while there is nobody to do the work, or no queue. */
export class Patience {
  readonly #patienceMs: number;
  readonly #note: (line: string) => void;
  /** Null while there is both. */
  #helpless: { readonly since: number; readonly why: string } | null = null;
  #said = false;

  constructor(patienceMs: number, note: (line: string) => void) {
    this.#patienceMs = patienceMs;
    this.#note = note;
  }

  allIsWell(): void {
    this.#helpless = null;
    this.#said = false;
  }

  isHelpless(why: string): void {
    this.#helpless ??= { since: performance.now(), why };
  }

  giveUpInTime(pending: readonly PendingOrder[]): void {
    if (!this.#helpless || pending.length === 0) return;
    const { since, why } = this.#helpless;
    const first = Math.min(...pending.map((one) => one.since));
    const waited = performance.now() - Math.max(since, first);
    const most = inSeconds(this.#patienceMs);
    if (!this.#said && waited > sayAfterMs) {
      this.#said = true;
      this.#note(`WARNING: ${why}; waiting for one, cleanloop worker, for ${most} at most`);
    }
    if (waited < this.#patienceMs) return;
    for (const one of pending) one.settle(lost(`${why}, for ${most}`));
  }
}
