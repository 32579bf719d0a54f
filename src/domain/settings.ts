import * as z from "zod/mini";
import { type Arena, limitsSchema } from "./arena.ts";
import { type IsolationMode, isolationModes } from "./isolation.ts";
import type { Limits } from "./run.ts";

/** What `cleanloop.json` may say. */
export const settingsFileSchema = z.strictObject({
  $schema: z.optional(z.string()),
  isolation: z.optional(z.enum(isolationModes)),
  limits: z._default(limitsSchema, {}),
});
export type SettingsFile = z.output<typeof settingsFileSchema>;

export type SettingSource = "flag" | "cleanloop.json" | "arena.json" | "default";
export interface Setting<T> {
  readonly value: T;
  readonly source: SettingSource;
}

export interface Settings {
  readonly isolation: Setting<IsolationMode>;
  readonly timeoutSeconds: Setting<number>;
  readonly memoryMb: Setting<number>;
  readonly outputMb: Setting<number>;
}

/** Settings given on the command line; what is absent was not given. */
export interface SettingFlags {
  readonly isolation?: IsolationMode | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly memoryMb?: number | undefined;
}

const defaults = { isolation: "auto", timeoutSeconds: 30, memoryMb: 512, outputMb: 64 } as const;

export const resolveSettings = (
  flags: SettingFlags,
  file: SettingsFile,
  arena: Arena,
): Settings => {
  const limit = (name: keyof Limits, flag?: number): Setting<number> =>
    firstGiven<number>(
      [flag, "flag"],
      [file.limits[name], "cleanloop.json"],
      [arena.limits[name], "arena.json"],
      [defaults[name], "default"],
    );
  return {
    isolation: firstGiven<IsolationMode>(
      [flags.isolation, "flag"],
      [file.isolation, "cleanloop.json"],
      [defaults.isolation, "default"],
    ),
    timeoutSeconds: limit("timeoutSeconds", flags.timeoutSeconds),
    memoryMb: limit("memoryMb", flags.memoryMb),
    outputMb: limit("outputMb"),
  };
};

type Candidate<T> = readonly [value: T | undefined, source: SettingSource];

const firstGiven = <T>(...candidates: readonly Candidate<T>[]): Setting<T> => {
  for (const [value, source] of candidates) if (value !== undefined) return { value, source };
  throw new Error("a setting has no default");
};

export const limitsOf = (settings: Settings): Limits => ({
  timeoutSeconds: settings.timeoutSeconds.value,
  memoryMb: settings.memoryMb.value,
  outputMb: settings.outputMb.value,
});
