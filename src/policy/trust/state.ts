import * as z from "zod/mini";
import { countSchema, type Fixed, levelSchema, number, share } from "../../domain/event-parts.ts";
import { trustRules } from "../../domain/setting-rules.ts";
import type { TrustRules } from "../../domain/settings.ts";
import { type RecordedSettings, recordedSetting } from "../recorded-settings.ts";
import { initialReader, readerSchema } from "../rounds/reader.ts";

const entry = z.strictObject({
  round: number,
  good: z.boolean(),
  /** Null for a round whose candidates never ran. */
  rate: z.nullable(share),
  /** Under a cap, so it lifts nobody above NOTIFY. */
  capped: z.boolean(),
});

export const trustStateSchema = z.strictObject({
  /** Those of the last run. */
  rules: z.strictObject({
    window: trustRules.window.schema,
    goodGain: trustRules.goodGain.schema,
    promotion: trustRules.promotion.schema,
    demotionMargin: trustRules.demotionMargin.schema,
    badStreak: trustRules.badStreak.schema,
  }),
  reader: readerSchema,
  level: levelSchema,
  /** Good and bad rounds since the last transition, no more of them than a decision looks at. */
  window: z.array(entry),
  /** Bad rounds in a row. */
  streak: countSchema,
  /** What must end at SUPERVISED, until a transition has taken it there. */
  due: z.nullable(
    z.strictObject({
      cause: z.enum(["critical", "changes-accepted"]),
      round: z.nullable(number),
      detail: z.string(),
    }),
  ),
  /** The texts that have counted as good, each by the start of its digest. */
  counted: z.array(z.string()),
});

/** What the trail says about trust, as far as it was read. */
export type TrustState = Fixed<z.infer<typeof trustStateSchema>>;
export type Due = NonNullable<TrustState["due"]>;
export type WindowEntry = Fixed<z.infer<typeof entry>>;

/** The rules that a run recorded at its start. */
export const trustRulesIn = (settings: RecordedSettings): TrustRules => ({
  window: recordedSetting(settings, "trust.window", trustRules.window),
  goodGain: recordedSetting(settings, "trust.goodGain", trustRules.goodGain),
  promotion: recordedSetting(settings, "trust.promotion", trustRules.promotion),
  demotionMargin: recordedSetting(settings, "trust.demotionMargin", trustRules.demotionMargin),
  badStreak: recordedSetting(settings, "trust.badStreak", trustRules.badStreak),
});

/** Nothing has been seen yet, and these are the rules. */
export const stateUnder = (rules: TrustRules): TrustState => ({
  rules,
  reader: { ...initialReader, goodGain: rules.goodGain },
  level: 0,
  window: [],
  streak: 0,
  due: null,
  counted: [],
});

export const initialTrust = stateUnder(trustRulesIn({}));
