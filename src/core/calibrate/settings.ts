import { withValue } from "../../domain/json-edit.ts";
import type { Workspace } from "../../domain/ports.ts";
import { settingsFileSchema } from "../../domain/settings.ts";
import { parseStrict } from "../../domain/strict-parse.ts";
import { type ProposedSetting, settingPaths } from "../../policy/calibration.ts";

/** A proposal beside what is in force now. */
export interface SettingChange extends ProposedSetting {
  readonly from: number | null;
}

export interface Calibration {
  readonly measured: Readonly<Record<string, number>>;
  readonly proposals: readonly SettingChange[];
}

/** On record first, then in the file, of which nothing else changes; says whether anything did. */
export const storeSettings = async (
  { ports: { settingsText, trail } }: Workspace,
  { measured, proposals }: Calibration,
): Promise<boolean> => {
  // It may have been edited while the runs went on.
  const text = settingsText.read() ?? "{}\n";
  parseStrict(settingsFileSchema, text, settingsText.path);
  const changes = proposals.filter(({ from, value }) => from !== value);
  await trail.record({
    type: "calibrated",
    measured,
    written: changes.map(({ setting, from, value, reason }) => ({
      setting: settingPaths[setting].join("."),
      from,
      to: value,
      reason,
    })),
  });
  if (changes.length === 0) return false;
  settingsText.replace(
    changes.reduce((now, { setting, value }) => withValue(now, settingPaths[setting], value), text),
  );
  return true;
};
