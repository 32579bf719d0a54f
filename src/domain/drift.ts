import * as z from "zod/mini";
import { matchesName, namePattern } from "./feed-reading.ts";

export const driftKinds = [
  "new-values",
  "new-formats",
  "blank-share",
  "range",
  "ambiguous-numbers",
] as const;
export const driftGrades = ["notice", "warning", "serious"] as const;

/** One way in which a column of a new feed is unlike what the arena's feeds showed. */
export const driftFindingSchema = z.strictObject({
  feed: z.string(),
  /** The feed of the arena that it was held against. */
  like: z.string(),
  column: z.string(),
  kind: z.enum(driftKinds),
  grade: z.enum(driftGrades),
  /** Of the cells that were looked at, the share that is unlike the arena's. */
  share: z.number(),
  /** What was seen, and for `blank-share` and `range` what had been. */
  seen: z.array(z.string()),
  before: z.string(),
});
export type DriftFinding = z.output<typeof driftFindingSchema>;

/** What a person said is as it should be: `data/drift-accepted.json`. */
export const acceptedDriftSchema = z.strictObject({
  format: z.literal(1),
  accepted: z.array(z.strictObject({ at: z.string(), finding: driftFindingSchema })),
});
export type AcceptedDrift = z.output<typeof acceptedDriftSchema>;

/** What becomes of a feed with drift that is more than a notice. */
const driftPolicies = ["warn", "quarantine", "fail"] as const;
export type DriftPolicy = (typeof driftPolicies)[number];

export const driftRulesSchema = z.record(namePattern, z.enum(driftPolicies));
export type DriftRules = z.output<typeof driftRulesSchema>;

export const driftPolicyFor = (name: string, rules: DriftRules): DriftPolicy =>
  Object.entries(rules).find(([pattern]) => matchesName(pattern, name))?.[1] ?? "warn";
