import type { Sha } from "../../domain/digest.ts";
import type { EventDraft, TrailEvent } from "../../domain/events.ts";
import type { TrailOfProject } from "../../domain/ports/trail.ts";
import { type Ledger, ledgerFold } from "./ledger.ts";

/** The trail and what it amounts to, kept in step: nothing is known that is not on record. */
export class Journal {
  readonly #trail: TrailOfProject;
  readonly #watch: (event: TrailEvent) => void;
  #ledger: Ledger;

  private constructor(trail: TrailOfProject, ledger: Ledger, watch: (event: TrailEvent) => void) {
    this.#trail = trail;
    this.#ledger = ledger;
    this.#watch = watch;
  }

  static async open(
    trail: TrailOfProject,
    watch: (event: TrailEvent) => void = () => {},
  ): Promise<Journal> {
    return new Journal(trail, await trail.fold(ledgerFold), watch);
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  get run(): string {
    return this.#trail.run;
  }

  head(): Sha | null {
    return this.#trail.head()?.hash ?? null;
  }

  async record(draft: EventDraft): Promise<TrailEvent> {
    const event = await this.#trail.record(draft);
    this.#ledger = ledgerFold.evolve(this.#ledger, event);
    this.#watch(event);
    return event;
  }

  checkpoint(): Sha {
    return this.#trail.saveCheckpoint(ledgerFold, this.#ledger);
  }
}
