import type { Sha } from "../../domain/digest.ts";
import type { Seals } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Origin } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { TrailFindings } from "../../domain/ports/trail.ts";
import { Problem } from "../../domain/problems.ts";

import { type InForce, ledgerFold } from "../trail/ledger.ts";

/** What the trail says of everything that can be compared with what is there. */
export interface Evidence {
  /** The seals recorded last, or null while there are none. */
  readonly seals: Seals | null;
  readonly inForce: InForce | null;
  /** DistinctTexts that were in force, or wait for a review. */
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

/** What a check found, one sentence a line. */
export interface Finding {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

export interface Looked {
  readonly workspace: Workspace;
  readonly evidence: Evidence;
  readonly trail: TrailFindings;
  /** A head digest that was kept elsewhere. */
  readonly head: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** One item of the checklist. */
export interface VerifyCheck {
  readonly name: string;
  look(looked: Looked): Finding | Promise<Finding>;
}

export const fine = (...lines: readonly string[]): Finding => ({ ok: true, lines });
export const fault = (...lines: readonly string[]): Finding => ({ ok: false, lines });

/** Where the trail is damaged, what it says last may not be the last that was recorded. */
export const asFarAsReadable = ({ evidence }: Looked): readonly string[] =>
  evidence.whole ? [] : ["compared as far as the trail can be read"];

export const nothingRecorded = ({ evidence }: Looked): string =>
  evidence.whole ? "nothing recorded yet" : "not compared: the trail cannot be read that far";
