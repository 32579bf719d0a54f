import * as z from "zod";
import { vetoNames } from "./arena.ts";
import type { Sha } from "./digest.ts";
import type { Metrics } from "./evaluation.ts";
import { origins, type RejectionCause } from "./genome.ts";
import { backendNames, outcomes } from "./run.ts";

/*
 * The evidence trail's vocabulary. Every field is always there; what only some events of a type
 * have is a variant of its own, told apart by `outcome`, `decision`, `what` and the like.
 */

/** What happened does not change: read-only all the way down. */
type Fixed<Value> = Value extends string | number | boolean | null
  ? Value
  : { readonly [Key in keyof Value]: Fixed<Value[Key]> };

export const modes = ["REVIEW", "NOTIFY", "AUTO"] as const;
export type Mode = (typeof modes)[number];

export const demotingTripwires = [
  "score-floor",
  "bad-streak",
  "timeout-rate",
  "file-growth",
  "overfit-gap",
  "repeated-failure",
  "drift",
  "nondeterminism",
  "violation",
  "integrity",
] as const;
export const stoppingTripwires = [
  "no-improvement",
  "budget-tokens",
  "budget-cost",
  "budget-time",
] as const;
export const tripwireNames = [...demotingTripwires, ...stoppingTripwires] as const;
export type TripwireName = (typeof tripwireNames)[number];

export const shaSchema = z.custom<Sha>(
  (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
  "must be a SHA-256 in lower-case hexadecimal",
);
export const runIdSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);

const count = z.int().min(0);
const number = z.int().min(1);
const share = z.number().min(0).max(1);
const amount = z.number().min(0);
const level = z.literal([0, 1, 2, 3]);
export type TrustLevel = z.infer<typeof level>;

/** Why, for policies (`code`) and for people (`detail`: one sentence with the numbers). */
const reason = <const Code extends string>(...codes: readonly [Code, ...Code[]]) =>
  z.strictObject({ code: z.enum(codes), detail: z.string() });

const gateCodes = {
  size: "size",
  encoding: "encoding",
  syntax: "syntax",
  import: "import",
  "computed-import": "computed-import",
  "unknown-kit-name": "unknown-kit-name",
  "no-clean": "no-clean",
  duplicate: "duplicate",
} as const satisfies { [Code in RejectionCause["kind"] | "duplicate"]: Code };
const gateReason = z.strictObject({ code: z.enum(gateCodes), detail: z.string() });

const keepReason = reason(
  "not-contained",
  "no-better",
  "worse",
  "rows-lost",
  "holdout-lower",
  "overfit",
  "check-lost",
  "vetoed",
);
const voidReason = reason(
  "not-started",
  "no-candidate",
  "proposer-failed",
  "integrity",
  "budget",
  "stopped",
  "interrupted",
);
const reviewReason = reason(
  "supervised",
  "force-review",
  "changed-lines",
  "watched-construct",
  "cells-broken",
  "memorises",
);

export const sealsSchema = z.strictObject({
  judge: shaSchema,
  arena: shaSchema,
  gold: shaSchema,
  holdout: shaSchema,
  starter: shaSchema,
});
export type Seals = Fixed<z.infer<typeof sealsSchema>>;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const settingValue = z.union([scalar, z.array(scalar)]);
/** Flat: a setting inside another is named by its path, such as `trust.window`. */
const settings = z.record(
  z.string(),
  z.strictObject({
    value: settingValue,
    source: z.enum(["flag", "environment", "cleanloop.json", "arena.json", "default"]),
  }),
);
export type RecordedSettings = Fixed<z.infer<typeof settings>>;

const isolation = z.strictObject({
  backend: z.enum(backendNames),
  layers: z.array(z.strictObject({ name: z.string(), on: z.boolean() })),
});

const metrics = z.strictObject({
  referenceRows: count,
  outputRows: count,
  matchedRows: count,
  missingRows: count,
  unexpectedRows: count,
  leftOutRows: count,
  recall: share,
  precision: share,
  rowF1: share,
  columnF1: z.record(z.string(), share),
  meanColumnF1: share,
}) satisfies z.ZodType<Metrics>;

const scores = {
  score: count,
  total: count,
  checksFailed: z.array(z.string()),
  metrics,
  visible: metrics,
  heldOut: z.strictObject({ rows: count, matched: count }),
  fitness: share,
  holdoutFitness: share.nullable(),
};

const facts = {
  durationMs: amount,
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  violation: z.boolean(),
};

/** How far one genome text came: through the gate, through its run, to the judge. */
const gatedOut = { outcome: z.literal("rejected"), reason: gateReason };
const notStarted = { outcome: z.literal("not_started"), detail: z.string() };
const notContained = {
  outcome: z.enum(outcomes).exclude(["ok", "rejected", "not_started"]),
  detail: z.string(),
  ...facts,
};
const judged = { outcome: z.literal("ok"), ...facts, ...scores };

const asked = {
  proposer: z.string(),
  model: z.string().nullable(),
  tokens: z.strictObject({ input: count, output: count }),
  costUsd: amount.nullable(),
  proposeMs: amount,
};

const proposed = { sha: shaSchema, origin: z.enum(origins), hypothesis: z.string(), ...asked };

const candidate = z.discriminatedUnion("outcome", [
  z.strictObject({ ...proposed, ...gatedOut }),
  z.strictObject({ ...proposed, ...notStarted }),
  z.strictObject({ ...proposed, ...notContained }),
  z.strictObject({
    ...proposed,
    ...judged,
    judgeMs: amount,
    /** Against the previous genome's output; null without `gold.key`. */
    cells: z.strictObject({ fixed: count, broken: count }).nullable(),
    vetoes: z.array(
      z.strictObject({ name: z.enum(vetoNames), passed: z.boolean(), detail: z.string() }),
    ),
    changedLines: count,
    constructs: z.array(z.string()),
    memorised: count,
    /** What keeps it from being kept; null when nothing does. */
    blocked: keepReason.nullable(),
  }),
]);
export type RecordedCandidate = Fixed<z.infer<typeof candidate>>;

const envelope = {
  v: z.literal(1),
  seq: number,
  at: z.iso.datetime(),
  run: runIdSchema,
  prev: shaSchema,
  hash: shaSchema,
};

const event = <const Type extends string, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) => z.strictObject({ ...envelope, type: z.literal(type), ...shape });

const runStarted = event("run.started", {
  name: z.string().nullable(),
  versions: z.strictObject({ cleanloop: z.string(), node: z.string() }),
  seed: z.int(),
  settings,
  seals: sealsSchema,
  /** The seals that `--accept-changes` gave up, else null. */
  sealsBefore: sealsSchema.nullable(),
  /** Digest of the input files. */
  inputs: shaSchema,
  genome: z.strictObject({ sha: shaSchema, origin: z.enum(origins) }),
  trust: level,
});

const round = {
  round: number,
  candidates: z.array(candidate),
  /** Calls that cost something and brought no candidate. */
  unanswered: z.array(z.strictObject({ ...asked, detail: z.string() })),
  parent: shaSchema,
  fitnessBefore: share,
  holdoutBefore: share.nullable(),
  focus: z.string(),
  /** Null when nothing ran. */
  containment: isolation.nullable(),
  trust: z.strictObject({
    level,
    mode: z.enum(modes),
    /** Why the mode is stricter than the level's own. */
    caps: z.array(reason("weak-isolation", "few-held-out", "proposer-not-hidden", "force-review")),
  }),
  durationMs: amount,
};

const roundDecided = z.discriminatedUnion("decision", [
  event("round", {
    ...round,
    decision: z.literal("kept"),
    chosen: shaSchema,
    by: z.enum(["trust", "judge"]),
    reason: reason("improved"),
  }),
  event("round", {
    ...round,
    decision: z.literal("reverted"),
    chosen: shaSchema,
    reason: keepReason,
  }),
  event("round", {
    ...round,
    decision: z.literal("rejected"),
    chosen: shaSchema,
    reason: gateReason,
  }),
  event("round", {
    ...round,
    decision: z.literal("pending"),
    chosen: shaSchema,
    review: z.string(),
    reasons: z.array(reviewReason).min(1),
  }),
  event("round", {
    ...round,
    decision: z.literal("void"),
    chosen: shaSchema.nullable(),
    reason: voidReason,
  }),
]);

const tried = { genome: shaSchema, origin: z.enum(origins) };

const sandbox = z.discriminatedUnion("outcome", [
  event("sandbox", { ...tried, ...gatedOut }),
  event("sandbox", { ...tried, ...notStarted, isolation }),
  event("sandbox", { ...tried, ...notContained, isolation }),
  event("sandbox", { ...tried, ...judged, isolation }),
]);

const reviewed = { review: z.string(), round: number, sha: shaSchema, parent: shaSchema };

const reviewRequested = event("review.requested", {
  ...reviewed,
  seals: sealsSchema,
  reasons: z.array(reviewReason).min(1),
});

const reviewDecided = z.discriminatedUnion("decision", [
  event("review.decided", {
    ...reviewed,
    decision: z.literal("approved"),
    by: z.enum(["human", "judge"]),
    /** True when parent or seals had changed: the figures are then those of the new judgement. */
    rejudged: z.boolean(),
    fitnessBefore: share,
    fitness: share,
    holdoutFitness: share.nullable(),
  }),
  event("review.decided", {
    ...reviewed,
    decision: z.literal("rejected"),
    by: z.literal("human"),
    reason: z.string(),
  }),
  event("review.decided", {
    ...reviewed,
    decision: z.literal("stale"),
    by: z.enum(["human", "judge"]),
    reason: keepReason,
  }),
]);

const trustChanged = event("trust.changed", {
  from: level,
  to: level,
  cause: z.enum(["promoted", "bad-streak", "critical", "below-threshold", "changes-accepted"]),
  round: number.nullable(),
  window: z.array(z.strictObject({ round: number, good: z.boolean(), rate: share.nullable() })),
  detail: z.string(),
});

const tripped = { round: number.nullable(), detail: z.string() };

const tripwire = z.discriminatedUnion("name", [
  event("tripwire", {
    ...tripped,
    name: z.literal("integrity"),
    changed: z
      .array(
        z.strictObject({
          what: z.string(),
          recorded: shaSchema.nullable(),
          found: shaSchema.nullable(),
        }),
      )
      .min(1),
  }),
  event("tripwire", {
    ...tripped,
    name: z.enum(tripwireNames).exclude(["integrity"]),
    numbers: z.record(z.string(), z.number()),
  }),
]);

const reset = event("reset", {
  by: z.enum(["reset", "fresh"]),
  /** Null when the genome's file was gone. */
  from: shaSchema.nullable(),
  to: shaSchema,
  origin: z.enum(origins),
  /** The round that was asked for, else null. */
  round: number.nullable(),
  restored: z.array(
    z.strictObject({ path: z.string(), from: shaSchema.nullable(), to: shaSchema }),
  ),
  preserved: z.array(z.string()),
});

const adopted = event("adopted", { from: shaSchema, to: shaSchema, origin: z.enum(origins) });

const calibrated = event("calibrated", {
  measured: z.record(z.string(), z.number()),
  written: z.array(
    z.strictObject({
      setting: z.string(),
      from: settingValue,
      to: settingValue,
      reason: z.string(),
    }),
  ),
});

const challengeFiles = z.array(z.strictObject({ path: z.string(), sha: shaSchema, rows: count }));

const challenge = z.discriminatedUnion("action", [
  event("challenge", {
    action: z.literal("added"),
    levels: z.array(number).min(1),
    seed: z.int(),
    files: challengeFiles,
    rows: count,
    skipped: count,
    seals: sealsSchema,
  }),
  event("challenge", {
    action: z.literal("removed"),
    files: challengeFiles,
    seals: sealsSchema,
  }),
]);

const finished = {
  rounds: count,
  kept: count,
  genome: shaSchema,
  fitnessBefore: share.nullable(),
  fitnessAfter: share.nullable(),
  holdoutFitness: share.nullable(),
  tokens: count,
  costUsd: amount,
  trust: level,
  notifyFailures: z.array(
    z.strictObject({ round: number, channel: z.string(), detail: z.string() }),
  ),
  /** Digest of the checkpoint saved just before this line, else null. */
  checkpoint: shaSchema.nullable(),
};

const runFinished = z.discriminatedUnion("stopReason", [
  event("run.finished", {
    ...finished,
    stopReason: z.literal("tripwire"),
    tripwire: z.enum(tripwireNames),
  }),
  event("run.finished", {
    ...finished,
    stopReason: z.enum([
      "perfect",
      "saturated",
      "max-iterations",
      "awaiting-review",
      "stopped",
      "interrupted",
    ]),
    tripwire: z.null(),
  }),
]);

const recoveries = {
  tornLine: {
    what: z.literal("torn-line"),
    bytes: number,
    sha: shaSchema,
    quarantined: z.string(),
  },
  headBehind: { what: z.literal("head-behind"), line: number },
  lock: {
    what: z.literal("lock"),
    /** Null when the lock left behind could not be read. */
    holder: z
      .strictObject({ pid: number, command: z.string(), since: z.iso.datetime() })
      .nullable(),
  },
  genome: {
    what: z.literal("genome"),
    action: z.enum(["finished", "rolled-back"]),
    round: number.nullable(),
    from: shaSchema,
    to: shaSchema,
  },
  tables: { what: z.literal("tables"), round: number },
  run: { what: z.literal("run"), unfinished: runIdSchema },
};

const recovered = z.discriminatedUnion("what", [
  event("recovered", recoveries.tornLine),
  event("recovered", recoveries.headBehind),
  event("recovered", recoveries.lock),
  event("recovered", recoveries.genome),
  event("recovered", recoveries.tables),
  event("recovered", recoveries.run),
]);

export const trailRepairSchema = z.discriminatedUnion("what", [
  z.strictObject(recoveries.tornLine),
  z.strictObject(recoveries.headBehind),
]);
/** What the trail mends by itself. */
export type TrailRepair = Fixed<z.infer<typeof trailRepairSchema>>;

export const eventSchema = z.discriminatedUnion("type", [
  runStarted,
  roundDecided,
  sandbox,
  reviewRequested,
  reviewDecided,
  trustChanged,
  tripwire,
  reset,
  adopted,
  calibrated,
  challenge,
  runFinished,
  recovered,
]);

export type TrailEvent = Fixed<z.infer<typeof eventSchema>>;
export type EventType = TrailEvent["type"];
export type EventOf<Type extends EventType> = Extract<TrailEvent, { type: Type }>;

type Unlinked<Event> = Event extends TrailEvent ? Omit<Event, keyof typeof envelope> : never;
/** An event as its writer gives it; the trail adds version, place, time, run and links. */
export type EventDraft = Unlinked<TrailEvent>;
