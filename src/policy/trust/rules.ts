import { trustRules } from "../../domain/setting-rules.ts";
import type { TrustRules } from "../../domain/settings.ts";
import { type RecordedSettings, recordedSetting } from "../recorded-settings.ts";

/** The rules that a run recorded at its start. */
export const trustRulesIn = (settings: RecordedSettings): TrustRules => ({
  window: recordedSetting(settings, "trust.window", trustRules.window),
  goodGain: recordedSetting(settings, "trust.goodGain", trustRules.goodGain),
  promotion: recordedSetting(settings, "trust.promotion", trustRules.promotion),
  demotionMargin: recordedSetting(settings, "trust.demotionMargin", trustRules.demotionMargin),
  badStreak: recordedSetting(settings, "trust.badStreak", trustRules.badStreak),
});
