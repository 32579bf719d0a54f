import type { Sha } from "../../domain/digest.ts";
import type { Seals } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Workspace } from "../../domain/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { type InForce, ledgerFold } from "../ledger.ts";
import { type KeptRound, KeptRounds } from "./kept-rounds.ts";

/** What the trail says of everything that can be compared with what is there. */
export interface Evidence {
  /** The seals recorded last, or null while there are none. */
  readonly seals: Seals | null;
  readonly inForce: InForce | null;
  /** Texts that were in force, or wait for a review. */
  readonly texts: ReadonlySet<Sha>;
  readonly kept: readonly KeptRound[];
  /** False where a bad line hides what follows it. */
  readonly whole: boolean;
}

/** One pass over the trail, as far as it can be read. */
export const gatherEvidence = async ({ ports }: Workspace): Promise<Evidence> => {
  const gathered = new Gathering();
  try {
    for await (const event of ports.trail.events()) gathered.add(event);
  } catch (error) {
    if (error instanceof Problem) return gathered.evidence(false);
    throw error;
  }
  return gathered.evidence(true);
};

class Gathering {
  #ledger = ledgerFold.initial;
  readonly #texts = new Set<Sha>();
  readonly #kept = new KeptRounds();

  add(event: TrailEvent): void {
    this.#ledger = ledgerFold.evolve(this.#ledger, event);
    for (const sha of textsOf(event)) this.#texts.add(sha);
    this.#kept.add(event);
  }

  evidence(whole: boolean): Evidence {
    const { seals, inForce } = this.#ledger;
    return { seals, inForce, texts: this.#texts, kept: this.#kept.kept, whole };
  }
}

const textsOf = (event: TrailEvent): readonly Sha[] => {
  if (event.type === "round" && event.decision === "kept") return [event.chosen];
  if (event.type === "review.requested") return [event.sha];
  return event.type === "reset" ? [event.to] : [];
};
