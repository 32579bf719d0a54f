import type { Sha } from "../../domain/digest.ts";
import type { TrailEvent } from "../../domain/events.ts";
import { chosenOf } from "../../policy/rounds/chosen.ts";

/** Which checks the genome in force fails, as far as the trail tells. */
export class ChecksInForce {
  #sha: Sha | null = null;
  #failed: readonly string[] | null = null;
  readonly #parked = new Map<Sha, readonly string[]>();

  /** Null where it was never judged on record. */
  get failed(): readonly string[] | null {
    return this.#failed;
  }

  add(event: TrailEvent): void {
    if (event.type === "run.started" && this.#sha === null) this.#become(event.genome.sha, null);
    if (event.type === "reset" || event.type === "adopted") this.#become(event.to, null);
    if (event.type === "round") this.#addRound(event);
    if (event.type === "sandbox" && event.outcome === "ok" && event.genome === this.#sha)
      this.#failed = event.checksFailed;
    if (event.type !== "review.decided") return;
    if (event.decision === "approved") this.#become(event.sha, this.#parked.get(event.sha) ?? null);
    this.#parked.delete(event.sha);
  }

  #addRound(event: Extract<TrailEvent, { type: "round" }>): void {
    const chosen = chosenOf(event);
    if (chosen?.outcome !== "ok") return;
    if (event.decision === "kept") this.#become(chosen.sha, chosen.checksFailed);
    if (event.decision === "pending") this.#parked.set(chosen.sha, chosen.checksFailed);
  }

  #become(sha: Sha, failed: readonly string[] | null): void {
    this.#sha = sha;
    this.#failed = failed;
  }
}
