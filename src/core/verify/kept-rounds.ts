import type { Sha } from "../../domain/digest.ts";
import type { Seals } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Origin } from "../../domain/genome.ts";

/** The judge's word on one genome, as far as it is held against a later one. */
export interface Figures {
  readonly score: number;
  readonly total: number;
  readonly fitness: number;
  readonly holdoutFitness: number | null;
}

/** What the figures were taken under; any other seals or inputs may rightly give others. */
export interface Conditions {
  readonly seals: Seals;
  readonly inputs: Sha;
}

export interface KeptRound {
  readonly round: number;
  readonly sha: Sha;
  readonly origin: Origin;
  readonly figures: Figures;
  readonly under: Conditions;
}

type Round = Extract<TrailEvent, { type: "round" }>;

/** Collects every genome that was kept, at once or after a review, in the order of the trail. */
export class KeptRounds {
  readonly kept: KeptRound[] = [];
  readonly #waiting = new Map<string, KeptRound>();
  #run: { readonly id: string; readonly under: Conditions } | undefined;

  add(event: TrailEvent): void {
    if (event.type === "run.started") this.#run = { id: event.run, under: event };
    else if (event.type === "round") this.#addRound(event);
    else if (event.type === "review.decided") this.#decide(event);
  }

  #addRound(event: Round): void {
    const judged = this.#run?.id === event.run ? judgedIn(event, this.#run.under) : undefined;
    if (!judged) return;
    if (event.decision === "kept") this.kept.push(judged);
    if (event.decision === "pending") this.#waiting.set(event.review, judged);
  }

  #decide({ review, decision }: Extract<TrailEvent, { type: "review.decided" }>): void {
    const judged = this.#waiting.get(review);
    this.#waiting.delete(review);
    if (judged && decision === "approved") this.kept.push(judged);
  }
}

const judgedIn = (
  { round, candidates, chosen }: Round,
  { seals, inputs }: Conditions,
): KeptRound | undefined => {
  const candidate = candidates.find(({ sha }) => sha === chosen);
  if (candidate?.outcome !== "ok") return undefined;
  const { sha, origin, score, total, fitness, holdoutFitness } = candidate;
  const figures = { score, total, fitness, holdoutFitness };
  return { round, sha, origin, figures, under: { seals, inputs } };
};
