import * as z from "zod/mini";
import type { EventDraft } from "../domain/events.ts";
import type { Rule } from "../domain/setting-rules.ts";
import type { Setting } from "../domain/settings.ts";

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

type Scalar = string | number | boolean | null;
interface Recordable {
  readonly value: Scalar | Scalar[];
  readonly source: Setting<unknown>["source"];
}

/** Settings as the trail keeps them: a table inside one is flattened, each value under its path. */
export const recordable = (
  settings: Readonly<Record<string, Setting<unknown>>>,
): Record<string, Recordable> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, { value, source }]) =>
      leavesOf(name, value).map(([path, leaf]) => [path, { value: leaf, source }] as const),
    ),
  );

const leavesOf = (path: string, value: unknown): (readonly [string, Scalar | Scalar[]])[] => {
  if (isScalar(value)) return [[path, value]];
  if (Array.isArray(value)) return [[path, value.filter(isScalar)]];
  return Object.entries(value ?? {}).flatMap(([name, inner]) => leavesOf(`${path}.${name}`, inner));
};

const isScalar = (value: unknown): value is Scalar =>
  value === null || ["string", "number", "boolean"].includes(typeof value);
