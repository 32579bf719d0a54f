import * as z from "zod/mini";
import {
  amount,
  askedFields,
  candidate,
  capCodes,
  countSchema,
  type envelope,
  event,
  type Fixed,
  gatedOut,
  gateReason,
  isolationSchema,
  judgedShape,
  keepReason,
  levelSchema,
  modes,
  notContained,
  notStarted,
  number,
  reason,
  reviewReason,
  runIdSchema,
  sealsSchema,
  settings,
  settingValue,
  share,
  shaSchema,
  tripwireNames,
  tripwiresWithNumbers,
  voidReason,
  workerNameSchema,
} from "./event-parts.ts";
import { origins } from "./genome.ts";
import { backendNames, outcomes } from "./run.ts";

const runStarted = () =>
  event("run.started", {
    name: z.nullable(z.string()),
    versions: z.strictObject({ cleanloop: z.string(), node: z.string() }),
    seed: z.int(),
    settings,
    seals: sealsSchema,
    /** The seals that `--accept-changes` gave up, else null. */
    sealsBefore: z.nullable(sealsSchema),
    /** Digest of the input files. */
    inputs: shaSchema,
    genome: z.strictObject({ sha: shaSchema, origin: z.enum(origins) }),
    trust: levelSchema,
  });

const round = () => ({
  round: number,
  candidates: z.array(candidate()),
  /** Calls that cost something and brought no candidate. */
  unanswered: z.array(z.strictObject({ ...askedFields, detail: z.string() })),
  parent: shaSchema,
  fitnessBefore: share,
  holdoutBefore: z.nullable(share),
  focus: z.string(),
  /** Null when nothing ran. */
  containment: z.nullable(isolationSchema),
  trust: z.strictObject({
    level: levelSchema,
    mode: z.enum(modes),
    caps: z.array(reason(...capCodes)),
  }),
  durationMs: amount,
});

const roundDecided = () =>
  z.discriminatedUnion("decision", [
    event("round", {
      ...round(),
      decision: z.literal("kept"),
      chosen: shaSchema,
      by: z.enum(["trust", "judge"]),
      reason: reason("improved"),
    }),
    event("round", {
      ...round(),
      decision: z.literal("reverted"),
      chosen: shaSchema,
      reason: keepReason,
    }),
    event("round", {
      ...round(),
      decision: z.literal("rejected"),
      chosen: shaSchema,
      reason: gateReason,
    }),
    event("round", {
      ...round(),
      decision: z.literal("pending"),
      chosen: shaSchema,
      review: z.string(),
      reasons: z.array(reviewReason).check(z.minLength(1)),
    }),
    event("round", {
      ...round(),
      decision: z.literal("void"),
      chosen: z.nullable(shaSchema),
      reason: voidReason,
    }),
  ]);

const tried = () => ({ genome: shaSchema, origin: z.enum(origins) });

/** What came of the hostile programs, all of them together; no genome of the project had a part in it. */
const redTeamed = () => ({
  outcome: z.literal("red-team"),
  isolation: isolationSchema,
  contained: countSchema,
  total: countSchema,
  probes: z.array(
    z.strictObject({
      name: z.string(),
      contained: z.boolean(),
      /** Null when CleanLoop itself was kept from answering. */
      outcome: z.nullable(z.enum(outcomes)),
      evidence: z.string(),
    }),
  ),
});

const sandbox = () =>
  z.discriminatedUnion("outcome", [
    event("sandbox", redTeamed()),
    event("sandbox", { ...tried(), ...gatedOut }),
    event("sandbox", { ...tried(), ...notStarted, isolation: isolationSchema }),
    event("sandbox", { ...tried(), ...notContained, isolation: isolationSchema }),
    event("sandbox", { ...tried(), ...judgedShape, isolation: isolationSchema }),
  ]);

const reviewed = () => ({ review: z.string(), round: number, sha: shaSchema, parent: shaSchema });

const reviewRequested = () =>
  event("review.requested", {
    ...reviewed(),
    seals: sealsSchema,
    reasons: z.array(reviewReason).check(z.minLength(1)),
  });

const reviewDecided = () =>
  z.discriminatedUnion("decision", [
    event("review.decided", {
      ...reviewed(),
      decision: z.literal("approved"),
      by: z.literal("human"),
      /** True when parent or seals had changed: the figures are then those of the new judgement. */
      rejudged: z.boolean(),
      fitnessBefore: share,
      fitness: share,
      holdoutFitness: z.nullable(share),
    }),
    event("review.decided", {
      ...reviewed(),
      decision: z.literal("rejected"),
      by: z.literal("human"),
      reason: z.string(),
    }),
    event("review.decided", {
      ...reviewed(),
      decision: z.literal("stale"),
      by: z.literal("human"),
      reason: keepReason,
    }),
  ]);

const trustChanged = () =>
  event("trust.changed", {
    from: levelSchema,
    to: levelSchema,
    cause: z.enum(["promoted", "bad-streak", "critical", "below-threshold", "changes-accepted"]),
    round: z.nullable(number),
    window: z.array(z.strictObject({ round: number, good: z.boolean(), rate: z.nullable(share) })),
    detail: z.string(),
  });

const tripped = () => ({ round: z.nullable(number), detail: z.string() });

const tripwire = () =>
  z.discriminatedUnion("name", [
    event("tripwire", {
      ...tripped(),
      name: z.literal("integrity"),
      changed: z
        .array(
          z.strictObject({
            what: z.string(),
            recorded: z.nullable(shaSchema),
            found: z.nullable(shaSchema),
          }),
        )
        .check(z.minLength(1)),
    }),
    event("tripwire", {
      ...tripped(),
      name: z.enum(tripwiresWithNumbers),
      numbers: z.record(z.string(), z.number()),
    }),
  ]);

const reset = () =>
  event("reset", {
    by: z.enum(["reset", "fresh"]),
    /** Null when the genome's file was gone. */
    from: z.nullable(shaSchema),
    to: shaSchema,
    origin: z.enum(origins),
    /** The round that was asked for, else null. */
    round: z.nullable(number),
    restored: z.array(
      z.strictObject({ path: z.string(), from: z.nullable(shaSchema), to: shaSchema }),
    ),
    preserved: z.array(z.string()),
  });

const adopted = () => event("adopted", { from: shaSchema, to: shaSchema, origin: z.enum(origins) });

const calibrated = () =>
  event("calibrated", {
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

const challengeFiles = () =>
  z.array(z.strictObject({ path: z.string(), sha: shaSchema, rows: countSchema }));

const challenge = () =>
  z.discriminatedUnion("action", [
    event("challenge", {
      action: z.literal("added"),
      levels: z.array(number).check(z.minLength(1)),
      seed: z.int(),
      files: challengeFiles(),
      rows: countSchema,
      skipped: countSchema,
      seals: sealsSchema,
    }),
    event("challenge", {
      action: z.literal("removed"),
      files: challengeFiles(),
      seals: sealsSchema,
    }),
  ]);

const finished = () => ({
  rounds: countSchema,
  kept: countSchema,
  genome: shaSchema,
  fitnessBefore: z.nullable(share),
  fitnessAfter: z.nullable(share),
  holdoutFitness: z.nullable(share),
  tokens: countSchema,
  costUsd: amount,
  trust: levelSchema,
  notifyFailures: z.array(
    z.strictObject({ round: number, channel: z.string(), detail: z.string() }),
  ),
  /** Digest of the checkpoint saved just before this line, else null. */
  checkpoint: z.nullable(shaSchema),
});

const runFinished = () =>
  z.discriminatedUnion("stopReason", [
    event("run.finished", {
      ...finished(),
      stopReason: z.literal("tripwire"),
      tripwire: z.enum(tripwireNames),
    }),
    event("run.finished", {
      ...finished(),
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
    holder: z.nullable(
      z.strictObject({ pid: number, command: z.string(), since: z.iso.datetime() }),
    ),
  },
  genome: {
    what: z.literal("genome"),
    action: z.literal("finished"),
    round: z.nullable(number),
    from: shaSchema,
    to: shaSchema,
  },
  tables: { what: z.literal("tables"), round: number },
  run: { what: z.literal("run"), unfinished: runIdSchema },
};

const recovered = () =>
  z.discriminatedUnion("what", [
    event("recovered", recoveries.tornLine),
    event("recovered", recoveries.headBehind),
    event("recovered", recoveries.lock),
    event("recovered", recoveries.genome),
    event("recovered", recoveries.tables),
    event("recovered", recoveries.run),
  ]);

const atWorker = { worker: workerNameSchema };
const inRound = { ...atWorker, round: number };

const worker = () =>
  z.discriminatedUnion("action", [
    event("worker", {
      ...atWorker,
      action: z.literal("enrolled"),
      versions: z.strictObject({ cleanloop: z.string(), node: z.string() }),
      concurrency: number,
      isolation: isolationSchema,
      /** What its own machine did with our hostile programs. */
      redTeam: z.strictObject({
        contained: countSchema,
        total: countSchema,
        notContained: z.array(z.string()),
      }),
    }),
    event("worker", { ...atWorker, action: z.literal("refused"), detail: z.string() }),
    event("worker", {
      ...inRound,
      action: z.literal("served"),
      runs: countSchema,
      runMs: amount,
      lost: countSchema,
      /** Runs that ended another way here, which the machine may explain. */
      differed: countSchema,
      /** The weakest that it named. */
      backend: z.enum(backendNames),
    }),
    event("worker", {
      ...inRound,
      action: z.literal("lost"),
      genome: shaSchema,
      detail: z.string(),
    }),
    /** Its way to the queue broke, which says nothing of the genome that it ran. */
    event("worker", {
      ...inRound,
      action: z.literal("cut-off"),
      genome: shaSchema,
      detail: z.string(),
    }),
    event("worker", {
      ...inRound,
      action: z.literal("shut-out"),
      violation: z.literal(true),
      genome: shaSchema,
      detail: z.string(),
    }),
    event("worker", {
      ...inRound,
      action: z.literal("quarantined"),
      genome: shaSchema,
      detail: z.string(),
    }),
  ]);

/** The loop itself could not reach its queue, with so many orders under way. */
const queue = () => event("queue", { round: number, waiting: countSchema, detail: z.string() });

export const trailRepairSchema = z.discriminatedUnion("what", [
  z.strictObject(recoveries.tornLine),
  z.strictObject(recoveries.headBehind),
]);
/** What the trail repairs by itself. */
export type TrailRepair = Fixed<z.infer<typeof trailRepairSchema>>;

const schemas = {
  "run.started": runStarted,
  round: roundDecided,
  sandbox,
  "review.requested": reviewRequested,
  "review.decided": reviewDecided,
  "trust.changed": trustChanged,
  tripwire,
  reset,
  adopted,
  calibrated,
  challenge,
  "run.finished": runFinished,
  recovered,
  worker,
  queue,
};

export type EventType = keyof typeof schemas;
type EventSchema = ReturnType<(typeof schemas)[EventType]>;
export type TrailEvent = Fixed<z.infer<EventSchema>>;

export const isEventType = (name: unknown): name is EventType =>
  typeof name === "string" && Object.hasOwn(schemas, name);

const made = new Map<EventType, EventSchema>();

/** Made when the first of its type is met: to make all costs a part of a start, and most commands meet few. */
export const eventSchemaOf = (type: EventType): EventSchema => {
  const known = made.get(type);
  if (known) return known;
  const schema = schemas[type]();
  made.set(type, schema);
  return schema;
};

type Unlinked<Event> = Event extends TrailEvent ? Omit<Event, keyof typeof envelope> : never;
/** An event as its writer gives it; the trail adds version, place, time, run and links. */
export type EventDraft = Unlinked<TrailEvent>;
