import * as z from "zod/mini";
import { tableNames } from "../../domain/arena.ts";
import { columnRules, columnTypes } from "../../domain/columns.ts";
import { type Fixed, runIdSchema, shaSchema, workerNameSchema } from "../../domain/event-parts.ts";
import { backendNames, failedOutcomes } from "../../domain/run.ts";

/*
 * What loop and worker say to each other by way of the queue. Neither believes the other, so both
 * read it with these; a field too many is a fault too.
 */

const whole = z.int().check(z.minimum(0));
const short = z.string().check(z.maxLength(2000));
/** Nothing that could lead out of a folder. */
const fileName = z
  .string()
  .check(z.minLength(1), z.maxLength(255), z.regex(/^(?!\.{1,2}$)[^/\\\0]+$/));
const tableName = z.enum(tableNames);

const isolation = z.strictObject({
  backend: z.enum(backendNames),
  layers: z
    .array(z.strictObject({ name: short, on: z.boolean(), detail: short }))
    .check(z.maxLength(100)),
});

/** What a loop says of itself for as long as it lives. */
export const loopSchema = z.strictObject({
  run: runIdSchema,
  cleanloop: short,
  build: shaSchema,
  withNamespaces: z.boolean(),
  timeoutSeconds: z.number().check(z.positive(), z.maximum(86_400)),
  /** Orders of an earlier turn are wanted no more. */
  turn: whole,
});
export type LoopCard = Fixed<z.infer<typeof loopSchema>>;

/** What a worker says of itself for as long as it lives. */
export const workerSchema = z.strictObject({
  name: workerNameSchema,
  cleanloop: short,
  node: short,
  build: shaSchema,
  concurrency: z.int().check(z.minimum(1), z.maximum(4096)),
  isolation,
  redTeam: z.strictObject({
    contained: whole,
    total: whole,
    notContained: z.array(short).check(z.maxLength(1000)),
  }),
});
export type WorkerCard = Fixed<z.infer<typeof workerSchema>>;

export const orderSchema = z.strictObject({
  turn: whole,
  genome: shaSchema,
  inputs: z.array(z.strictObject({ name: fileName, sha: shaSchema })),
  tables: z
    .array(
      z.strictObject({
        name: tableName,
        file: fileName,
        columns: z.array(
          z.strictObject({ name: z.string(), type: z.enum(columnTypes), ...columnRules }),
        ),
        required: z.array(z.string()),
      }),
    )
    .check(z.minLength(1)),
  limits: z.strictObject({
    timeoutSeconds: z.number().check(z.positive(), z.maximum(86_400)),
    memoryMb: z.number().check(z.positive()),
    outputMb: z.number().check(z.positive()),
  }),
  allowProcess: z.boolean(),
});
export type ReadOrder = z.infer<typeof orderSchema>;
export type OrderCard = Fixed<ReadOrder>;

/** A worker's last word on an order; what it saw is somewhere else, under its digest. */
export const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ran"), worker: workerNameSchema, report: shaSchema }),
  z.strictObject({ kind: z.literal("handed-back"), worker: workerNameSchema }),
  z.strictObject({ kind: z.literal("missing"), worker: workerNameSchema }),
  z.strictObject({ kind: z.literal("cut-off"), worker: workerNameSchema, detail: short }),
  z.strictObject({ kind: z.literal("fault"), worker: workerNameSchema, detail: short }),
]);
export type WorkerAnswer = Fixed<z.infer<typeof answerSchema>>;

/** What a worker says when a run begins. */
export const runningSchema = z.strictObject({ running: workerNameSchema });
export type Running = Fixed<z.infer<typeof runningSchema>>;

const facts = z.strictObject({
  exitCode: z.nullable(z.int()),
  signal: z.nullable(short),
  durationMs: z.number().check(z.minimum(0)),
  peakMemoryMb: z.nullable(z.number()),
  violation: z.boolean(),
  stdout: z.string(),
  stderr: z.string(),
  truncated: z.boolean(),
  isolation,
});

export const reportSchema = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("ok"),
    facts,
    tables: z.array(z.strictObject({ name: tableName, sha: shaSchema })).check(z.maxLength(3)),
  }),
  z.strictObject({ outcome: z.enum([...failedOutcomes, "not_started"]), facts, detail: short }),
]);
export type Report = Fixed<z.infer<typeof reportSchema>>;

export const mostReportBytes = 1_048_576;

const prefix = "cleanloop";

export const keys = {
  loops: `${prefix}:loops`,
  loop: (run: string) => `${prefix}:loop:${run}`,
  /** What the loop says to each worker: that it is admitted, or why not. */
  verdicts: (run: string) => `${prefix}:verdicts:${run}`,
  workers: `${prefix}:workers`,
  worker: (name: string) => `${prefix}:worker:${name}`,
  blob: (owner: string, sha: string) => `${prefix}:blob:${owner}:${sha}`,
  piece: (owner: string, sha: string, at: number) => `${prefix}:blob:${owner}:${sha}:${at}`,
  jobs: `${prefix}:jobs`,
};

/** Null where it is not what the schema says. */
export const parsed = <Schema extends z.ZodMiniType>(
  schema: Schema,
  text: string | null | undefined,
): z.output<Schema> | null => {
  if (text === null || text === undefined) return null;
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
};
