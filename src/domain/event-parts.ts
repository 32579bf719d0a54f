import * as z from "zod/mini";
import { vetoNames } from "./arena.ts";
import type { Sha } from "./digest.ts";
import type { Metrics } from "./evaluation.ts";
import { origins, type RejectionCause } from "./genome.ts";
import { backendNames, failedOutcomes } from "./run.ts";

/*
 * The evidence trail's vocabulary. Every field is always there; what only some events of a type
 * have is a variant of its own, told apart by `outcome`, `decision`, `what` and the like.
 */

/** What happened does not change: read-only all the way down. */
export type Fixed<Value> = Value extends string | number | boolean | null
  ? Value
  : { readonly [Key in keyof Value]: Fixed<Value[Key]> };

export const modes = ["REVIEW", "NOTIFY", "AUTO"] as const;
/** Why a mode is stricter than the level's own. */
export const capCodes = [
  "weak-isolation",
  "few-held-out",
  "proposer-not-hidden",
  "force-review",
] as const;
export type CapCode = (typeof capCodes)[number];

const countingTripwires = [
  "score-floor",
  "bad-streak",
  "timeout-rate",
  "file-growth",
  "overfit-gap",
  "repeated-failure",
  "drift",
  "nondeterminism",
  "violation",
] as const;
export const demotingTripwires = [...countingTripwires, "integrity"] as const;
export const stoppingTripwires = [
  "no-improvement",
  "budget-tokens",
  "budget-cost",
  "budget-time",
] as const;
/** Those that say why with numbers; `integrity` says it with digests. */
export const tripwiresWithNumbers = [...countingTripwires, ...stoppingTripwires] as const;
export const tripwireNames = [...demotingTripwires, ...stoppingTripwires] as const;
export type TripwireName = (typeof tripwireNames)[number];

export const shaSchema = z.custom<Sha>(
  (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
  "must be a SHA-256 in lower-case hexadecimal",
);
export const runIdSchema = z.string().check(z.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/));
/** As a worker calls itself: its machine, and a few digits. */
export const workerNameSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/));

export const countSchema = z.int().check(z.minimum(0));
export const number = z.int().check(z.minimum(1));
export const share = z.number().check(z.minimum(0), z.maximum(1));
export const amount = z.number().check(z.minimum(0));
export const levelSchema = z.literal([0, 1, 2, 3]);

/** Why, for policies (`code`) and for people (`detail`: one sentence with the numbers). */
export const reason = <const Code extends string>(...codes: readonly [Code, ...Code[]]) =>
  z.strictObject({ code: z.enum(codes), detail: z.string() });

const gateCodes = {
  size: "size",
  encoding: "encoding",
  nesting: "nesting",
  syntax: "syntax",
  import: "import",
  "computed-import": "computed-import",
  "unknown-kit-name": "unknown-kit-name",
  "no-clean": "no-clean",
  duplicate: "duplicate",
  refused: "refused",
} as const satisfies { [Code in RejectionCause["kind"] | "duplicate" | "refused"]: Code };
export const gateReason = z.strictObject({ code: z.enum(gateCodes), detail: z.string() });

export const keepReason = reason(
  "not-contained",
  "no-better",
  "worse",
  "rows-lost",
  "holdout-lower",
  "overfit",
  "check-lost",
  "vetoed",
);
export const voidReason = reason(
  "not-started",
  "lost",
  "no-candidate",
  "proposer-failed",
  "integrity",
  "budget",
  "stopped",
  "interrupted",
  "too-many-pending",
);
export const reviewReason = reason(
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
export const settingValue = z.union([scalar, z.array(scalar)]);
/** Flat: a setting inside another is named by its path, such as `trust.window`. */
export const settings = z.record(
  z.string(),
  z.strictObject({
    value: settingValue,
    source: z.enum(["flag", "environment", "cleanloop.json", "arena.json", "default"]),
  }),
);

export const isolationSchema = z.strictObject({
  backend: z.enum(backendNames),
  layers: z.array(z.strictObject({ name: z.string(), on: z.boolean() })),
});

export const metrics = z.strictObject({
  referenceRows: countSchema,
  outputRows: countSchema,
  matchedRows: countSchema,
  missingRows: countSchema,
  unexpectedRows: countSchema,
  leftOutRows: countSchema,
  recall: share,
  precision: share,
  rowF1: share,
  columnF1: z.record(z.string(), share),
  meanColumnF1: share,
}) satisfies z.ZodMiniType<Metrics>;

const scores = {
  score: countSchema,
  total: countSchema,
  checksFailed: z.array(z.string()),
  metrics,
  visible: metrics,
  heldOut: z.strictObject({ rows: countSchema, matched: countSchema }),
  fitness: share,
  holdoutFitness: z.nullable(share),
};

const facts = {
  durationMs: amount,
  exitCode: z.nullable(z.int()),
  signal: z.nullable(z.string()),
  violation: z.boolean(),
};

/** How far one genome text came: through the gate, through its run, to the judge. */
export const gatedOut = { outcome: z.literal("rejected"), reason: gateReason };
/** A worker was to run it, and no answer came that counts. */
const lost = { outcome: z.literal("lost"), detail: z.string() };
export const notStarted = { outcome: z.literal("not_started"), detail: z.string() };
export const notContained = {
  outcome: z.enum(failedOutcomes),
  detail: z.string(),
  ...facts,
};
export const judgedShape = { outcome: z.literal("ok"), ...facts, ...scores };

export const askedFields = {
  proposer: z.string(),
  model: z.nullable(z.string()),
  tokens: z.strictObject({ input: countSchema, output: countSchema }),
  costUsd: z.nullable(amount),
  proposeMs: amount,
};

const proposed = {
  sha: shaSchema,
  bytes: countSchema,
  origin: z.enum(origins),
  hypothesis: z.string(),
  /** Each rule that it brings; trails of earlier versions name none. */
  rules: z._default(z.array(z.string()), []),
  /** The visible fitness that its proposer expected. */
  predictedFitness: z._default(z.nullable(share), null),
  ...askedFields,
};

const rowCells = z.nullable(z.array(z.string()));
const rowExample = z.strictObject({
  effect: z.enum(["right", "broken"]),
  /** Cells of the master table; null where nothing like the row was there. */
  before: rowCells,
  after: rowCells,
});
export type RowExample = Fixed<z.infer<typeof rowExample>>;

/** What a change did to rows of the visible gold, against the genome before it. */
const rowEffectsSchema = z.strictObject({
  right: countSchema,
  broken: countSchema,
  /** The first few: long cells and long lists are cut. */
  examples: z.array(rowExample),
});
export type RowEffects = Fixed<z.infer<typeof rowEffectsSchema>>;

export const candidate = () =>
  z.discriminatedUnion("outcome", [
    z.strictObject({ ...proposed, ...gatedOut }),
    z.strictObject({ ...proposed, ...notStarted }),
    z.strictObject({ ...proposed, ...lost }),
    z.strictObject({ ...proposed, ...notContained }),
    z.strictObject({
      ...proposed,
      ...judgedShape,
      judgeMs: amount,
      /** Predicted less measured visible fitness; null where nothing was predicted. */
      predictionError: z._default(z.nullable(z.number()), null),
      /** Against the previous genome's output; null without `gold.key`. */
      cells: z.nullable(z.strictObject({ fixed: countSchema, broken: countSchema })),
      /** Null in trails of earlier versions, which did not look. */
      effects: z._default(z.nullable(rowEffectsSchema), null),
      vetoes: z.array(
        z.strictObject({ name: z.enum(vetoNames), passed: z.boolean(), detail: z.string() }),
      ),
      changedLines: countSchema,
      constructs: z.array(z.string()),
      memorised: countSchema,
      /** What keeps it from being kept; null when nothing does. */
      blocked: z.nullable(keepReason),
    }),
  ]);
export type RecordedCandidate = Fixed<z.infer<ReturnType<typeof candidate>>>;

export const envelope = {
  v: z.literal(1),
  seq: number,
  at: z.iso.datetime(),
  run: runIdSchema,
  prev: shaSchema,
  hash: shaSchema,
};

export const event = <const Type extends string, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) => z.strictObject({ ...envelope, type: z.literal(type), ...shape });
