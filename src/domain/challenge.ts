import * as z from "zod/mini";
import { challengeLevels } from "./challenge-levels.ts";
import { shaSchema } from "./event-parts.ts";

const count = z.int().check(z.minimum(0));
const level = z.literal(challengeLevels);

/** An edited manifest must not have us remove any other file. */
const challengePath = z
  .string()
  .check(
    z.regex(/^data\/(?!.*\.\.\/)(.*\/)?challenge-[^/]*\.csv$/, "must be a challenge file in data/"),
  );

const fileSchema = z.strictObject({ path: challengePath, sha: shaSchema, rows: count });

const changeSchema = z.strictObject({
  column: z.string(),
  from: z.string(),
  to: z.string(),
  /** The disturbance that did it, or `fresh key`. */
  by: z.string(),
});

/** Rows are counted from 1 below the header. */
const rowSchema = z.strictObject({
  file: z.string(),
  row: z.int().check(z.minimum(1)),
  level,
  source: z.strictObject({ file: z.string(), row: z.int().check(z.minimum(1)) }),
  /** Whether the right answer is a row of the gold, or that there is none. */
  settled: z.boolean(),
  /** Whether every cell of the row is written in quotes. */
  quoted: z.boolean(),
  changes: z.array(changeSchema),
});

/**
 * What `.output/challenges.json` says of the challenge files. They count only while it says
 * `active`: one rename of this file brings input rows and their gold in, or takes both away.
 */
export const challengeManifestSchema = z.strictObject({
  state: z.enum(["adding", "active", "removing"]),
  levels: z.array(level),
  seed: z.int(),
  files: z.array(fileSchema),
  rows: z.array(rowSchema),
});

export type ChallengeManifest = z.infer<typeof challengeManifestSchema>;
export type ChallengeFile = z.infer<typeof fileSchema>;
export type ChallengeRow = z.infer<typeof rowSchema>;
export type CellChange = z.infer<typeof changeSchema>;
