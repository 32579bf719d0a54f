import * as z from "zod/mini";
import type { Sha } from "../../domain/digest.ts";
import { type Fixed, runIdSchema, sealsSchema, shaSchema } from "../../domain/event-parts.ts";
import type { TrailEvent } from "../../domain/events.ts";
import { type Origin, origins } from "../../domain/genome.ts";
import type { Fold } from "../../domain/ports/trail.ts";
import { attemptAfter, attemptsIn } from "../../policy/attempts.ts";
import { type ReviewRefusal, refusalSchema } from "../../policy/refusals.ts";
import {
  evolveTripwires,
  initialTripwires,
  tripwireStateSchema,
} from "../../policy/tripwires/index.ts";
import { evolveTrust, initialTrust, trustStateSchema } from "../../policy/trust/index.ts";

const count = z.int().check(z.minimum(0));

/** The event that put a text in force; until its effect is on disk, `from` may still stand there. */
const inForceSchema = z.strictObject({
  sha: shaSchema,
  origin: z.enum(origins),
  from: z.nullable(shaSchema),
  at: z.string(),
  run: runIdSchema,
  round: z.nullable(count),
  /** By a round or a review, whose tables were published with it. */
  published: z.boolean(),
});
export type InForce = z.infer<typeof inForceSchema>;

const pendingSchema = z.strictObject({
  review: z.string(),
  round: count,
  sha: shaSchema,
  parent: shaSchema,
  seals: sealsSchema,
  origin: z.enum(origins),
  hypothesis: z.string(),
  rules: z.array(z.string()),
  fitnessBefore: z.number(),
  fitness: z.number(),
  holdoutFitness: z.nullable(z.number()),
  reasons: z.array(z.string()),
});
export type Pending = Fixed<z.infer<typeof pendingSchema>>;

const attemptSchema = z.strictObject({
  sha: z.string(),
  parent: z.string(),
  hypothesis: z.string(),
  result: z.string(),
  detail: z.string(),
});

/** So many are enough to learn from, and few enough for every checkpoint. */
const mostAttempts = 60;

const ledgerSchema = z.strictObject({
  rounds: count,
  inForce: z.nullable(inForceSchema),
  seals: z.nullable(sealsSchema),
  /** Digest of the feeds of the last run. */
  inputs: z.nullable(shaSchema),
  /** The run that began and has not ended, if there is one. */
  openRun: z.nullable(runIdSchema),
  pending: z.array(pendingSchema),
  attempts: z.array(attemptSchema),
  refusals: z.array(refusalSchema),
  /** Fitness of noise and of the starter, as last measured, and under which gold. */
  measured: z.nullable(z.strictObject({ gold: shaSchema, starter: z.number(), noise: z.number() })),
  trust: trustStateSchema,
  tripwires: tripwireStateSchema,
});

/** What the trail amounts to for whoever changes the project. */
export type Ledger = Fixed<z.infer<typeof ledgerSchema>>;

const initial: Ledger = {
  rounds: 0,
  inForce: null,
  seals: null,
  inputs: null,
  openRun: null,
  pending: [],
  attempts: [],
  refusals: [],
  measured: null,
  trust: initialTrust,
  tripwires: initialTripwires,
};

const evolve = (ledger: Ledger, event: TrailEvent): Ledger => ({
  ...evolveOwn(ledger, event),
  trust: evolveTrust(ledger.trust, event),
  tripwires: evolveTripwires(ledger.tripwires, event),
});

const evolveOwn = (ledger: Ledger, event: TrailEvent): Ledger => {
  switch (event.type) {
    case "run.started":
      return {
        ...ledger,
        openRun: event.run,
        seals: event.seals,
        inputs: event.inputs,
        // Under another gold or other feeds, what failed may well be right.
        attempts: event.sealsBefore || event.inputs !== ledger.inputs ? [] : ledger.attempts,
        inForce: ledger.inForce ?? began(event, event.genome, null),
      };
    case "run.finished":
      return { ...ledger, openRun: null };
    case "recovered":
      return afterRecovery(ledger, event);
    case "round":
      return afterRound(ledger, event);
    case "review.decided":
      return afterReview(ledger, event);
    case "reset":
      return {
        ...ledger,
        inForce: began(event, { sha: event.to, origin: event.origin }, event.from),
      };
    case "adopted":
      // The text was on disk before the event, so nothing is left to be done.
      return { ...ledger, inForce: began(event, { sha: event.to, origin: event.origin }, null) };
    case "challenge":
      return { ...ledger, seals: event.seals, attempts: [] };
    case "calibrated":
      return { ...ledger, measured: measuredIn(ledger, event.measured) };
    default:
      return ledger;
  }
};

type Round = Extract<TrailEvent, { type: "round" }>;
type Decided = Extract<TrailEvent, { type: "review.decided" }>;
type Recovered = Extract<TrailEvent, { type: "recovered" }>;

const began = (
  { at, run }: TrailEvent,
  { sha, origin }: { readonly sha: Sha; readonly origin: Origin },
  from: Sha | null,
): InForce => ({ sha, origin, from, at, run, round: null, published: false });

const afterRound = (ledger: Ledger, round: Round): Ledger => {
  const next: Ledger = {
    ...ledger,
    rounds: round.round,
    attempts: [...ledger.attempts, ...attemptsIn(round)].slice(-mostAttempts),
  };
  const chosen = round.candidates.find(({ sha }) => sha === round.chosen);
  if (chosen?.outcome !== "ok") return next;
  const { sha, origin } = chosen;
  if (round.decision === "kept")
    return { ...next, inForce: inForceAfter(round, { sha, origin }, round.parent, round.round) };
  if (round.decision !== "pending" || !ledger.seals) return next;
  const pending: Pending = {
    review: round.review,
    round: round.round,
    sha,
    origin,
    parent: round.parent,
    seals: ledger.seals,
    hypothesis: chosen.hypothesis,
    rules: chosen.rules,
    fitnessBefore: round.fitnessBefore,
    fitness: chosen.fitness,
    holdoutFitness: chosen.holdoutFitness,
    reasons: round.reasons.map(({ detail }) => detail),
  };
  return { ...next, pending: [...ledger.pending, pending] };
};

/** A genome that was put in its place late is in force since then. */
const afterRecovery = (ledger: Ledger, { what, at }: Recovered): Ledger => {
  if (what === "run") return { ...ledger, openRun: null };
  const { inForce } = ledger;
  return what === "genome" && inForce ? { ...ledger, inForce: { ...inForce, at } } : ledger;
};

const afterReview = (ledger: Ledger, decided: Decided): Ledger => {
  const waiting = ledger.pending.find(({ review }) => review === decided.review);
  const next = {
    ...ledger,
    pending: ledger.pending.filter((one) => one !== waiting),
    attempts: ledger.attempts.map((attempt) => attemptAfter(attempt, decided)),
  };
  if (waiting && decided.decision === "rejected")
    return { ...next, refusals: withRefusal(ledger, waiting) };
  if (!waiting || decided.decision !== "approved") return next;
  const { sha, origin } = waiting;
  return {
    ...next,
    inForce: inForceAfter(decided, { sha, origin }, decided.parent, decided.round),
  };
};

const mostRefusals = 500;

const withRefusal = (
  { refusals, seals, inputs }: Ledger,
  { sha, rules }: Pending,
): readonly ReviewRefusal[] =>
  [...refusals, { sha, rules, gold: seals?.gold ?? null, inputs }].slice(-mostRefusals);

const inForceAfter = (
  event: TrailEvent,
  genome: { readonly sha: Sha; readonly origin: Origin },
  from: Sha,
  round: number,
): InForce => ({ ...began(event, genome, from), round, published: true });

const measuredIn = (
  { seals, measured }: Ledger,
  { starterFitness, noiseFitness }: Readonly<Record<string, number>>,
): Ledger["measured"] =>
  seals && starterFitness !== undefined && noiseFitness !== undefined
    ? { gold: seals.gold, starter: starterFitness, noise: noiseFitness }
    : measured;

export const ledgerFold: Fold<Ledger> = {
  version: "ledger-3",
  state: ledgerSchema,
  initial,
  evolve,
};
