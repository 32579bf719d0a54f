import * as z from "zod/mini";
import { type Fixed, shaSchema } from "../domain/event-parts.ts";

/** What a person refused, and the gold and the feeds that it was refused under. */
export const refusalSchema = z.strictObject({
  sha: shaSchema,
  rules: z.array(z.string()),
  gold: z.nullable(shaSchema),
  inputs: z.nullable(shaSchema),
});
export type ReviewRefusal = Fixed<z.infer<typeof refusalSchema>>;

export type RefusedUnder = Pick<ReviewRefusal, "gold" | "inputs">;

/** Under another gold or other feeds, what was refused may well be right. */
export const refusalsUnder = (
  refusals: readonly ReviewRefusal[],
  { gold, inputs }: RefusedUnder,
): readonly ReviewRefusal[] =>
  refusals.filter((refusal) => refusal.gold === gold && refusal.inputs === inputs);

export const refusedRulesIn = (refusals: readonly ReviewRefusal[]): string[] => [
  ...new Set(refusals.flatMap(({ rules }) => rules)),
];

/** Why a candidate is not worth a run: a person refused its text or a rule that it brings. */
export const refusalOf = (
  refusals: readonly ReviewRefusal[],
  { sha, rules }: Pick<ReviewRefusal, "rules"> & { readonly sha: string },
): string | null => {
  if (refusals.some((refusal) => refusal.sha === sha)) return "a person refused this text";
  const refused = refusedRulesIn(refusals);
  const rule = rules.find((one) => refused.includes(one));
  return rule === undefined ? null : `a person refused a rule that it brings: ${rule}`;
};
