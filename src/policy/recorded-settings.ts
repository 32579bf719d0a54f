import * as z from "zod/mini";
import type { EventDraft } from "../domain/events.ts";
import type { Rule } from "../domain/setting-rules.ts";

export type RecordedSettings = Extract<EventDraft, { type: "run.started" }>["settings"];

/** A setting as a run recorded it; the default where that run knew no such setting. */
export const recordedSetting = <Schema extends z.ZodMiniType>(
  settings: RecordedSettings,
  path: string,
  rule: Rule<Schema>,
): z.output<Schema> => {
  const read = z.safeParse(rule.schema, settings[path]?.value);
  return read.success ? read.data : rule.default;
};
