import * as z from "zod/mini";
import { tableNames } from "./arena.ts";
import { shaSchema } from "./event-parts.ts";
import { origins } from "./genome.ts";

const amount = z.int().check(z.minimum(0));

const checkSchema = z.strictObject({ name: z.string(), passed: z.boolean(), detail: z.string() });

/** A file as it was given to a run. */
const inputSchema = z.strictObject({
  name: z.string(),
  sha: shaSchema,
  /** Rows with content, of those that this run cleaned. */
  rows: amount,
  /** Rows that could not be read, so the genome never saw them. */
  refused: amount,
});

const shardSchema = z.strictObject({
  /** Counted from 1. */
  index: z.int().check(z.minimum(1)),
  count: z.int().check(z.minimum(1)),
  by: z.enum(["rows", "files"]),
});

/** What a folder of cleaned tables says of itself: `run.json`. */
export const runManifestSchema = z.strictObject({
  format: z.literal(1),
  project: z.string(),
  arena: shaSchema,
  genome: z.strictObject({ sha: shaSchema, origin: z.enum(origins) }),
  cleanloop: z.string(),
  at: z.iso.datetime(),
  shard: z.nullable(shardSchema),
  inputs: z.array(inputSchema),
  rows: z.strictObject({
    in: amount,
    refused: amount,
    master: amount,
    failures: amount,
    /** Read, and in neither table: left out, or merged with others. Negative: made anew. */
    unaccounted: z.int(),
  }),
  tables: z.array(
    z.strictObject({ name: z.enum(tableNames), file: z.string(), rows: amount, sha: shaSchema }),
  ),
  checks: z.array(checkSchema),
  warnings: z.array(z.string()),
});
export type RunManifest = z.output<typeof runManifestSchema>;
export type RunShard = z.output<typeof shardSchema>;
export type RunInput = z.output<typeof inputSchema>;

export const runManifestFile = "run.json";
