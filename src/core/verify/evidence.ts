import type { Sha } from "../../domain/digest.ts";
import type { Seals } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Workspace } from "../../domain/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { type PutInForce, putInForce } from "../../policy/in-force.ts";
import { type KeptRound, KeptRounds } from "./kept-rounds.ts";

/** What the trail says of everything that can be compared with what is there. */
export interface Evidence {
  /** The seals recorded last, or null while there are none. */
  readonly seals: Seals | null;
  readonly inForce: PutInForce | null;
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
  #seals: Seals | null = null;
  #inForce: PutInForce | null = null;
  readonly #texts = new Set<Sha>();
  readonly #kept = new KeptRounds();

  add(event: TrailEvent): void {
    this.#seals = sealsIn(event) ?? this.#seals;
    this.#inForce = putInForce(event) ?? this.#inForce;
    for (const sha of textsOf(event)) this.#texts.add(sha);
    this.#kept.add(event);
  }

  evidence(whole: boolean): Evidence {
    const { kept } = this.#kept;
    return { seals: this.#seals, inForce: this.#inForce, texts: this.#texts, kept, whole };
  }
}

const sealsIn = (event: TrailEvent): Seals | undefined =>
  event.type === "run.started" || event.type === "challenge" ? event.seals : undefined;

const textsOf = (event: TrailEvent): readonly Sha[] => {
  if (event.type === "round" && event.decision === "kept") return [event.chosen];
  if (event.type === "review.requested") return [event.sha];
  return event.type === "reset" ? [event.to] : [];
};
