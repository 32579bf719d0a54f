import * as z from "zod/mini";
import { type Arena, limitsSchema } from "./arena.ts";
import { type IsolationMode, isolationModes } from "./isolation.ts";
import type { Limits } from "./run.ts";
import {
  budgetRules,
  endpointRules,
  envelopeRules,
  notifyRules,
  proposerRules,
  queueRules,
  type Rules,
  reviewRules,
  tripwireRules,
  trustRules,
} from "./setting-rules.ts";

const groups = {
  trust: trustRules,
  tripwires: tripwireRules,
  envelope: envelopeRules,
  review: reviewRules,
  budgets: budgetRules,
  proposer: proposerRules,
  endpoint: endpointRules,
  notify: notifyRules,
  queue: queueRules,
};
type Groups = typeof groups;
export type SettingGroup = keyof Groups;

type ValuesOf<Group extends Rules> = {
  readonly [Name in keyof Group]: z.output<Group[Name]["schema"]>;
};
export type TrustRules = ValuesOf<typeof trustRules>;
export type TripwireRules = ValuesOf<typeof tripwireRules>;
export type EnvelopeRules = ValuesOf<typeof envelopeRules>;
export type EndpointRules = ValuesOf<typeof endpointRules>;

const fileGroup = <Group extends Rules>(group: Group) =>
  z.optional(
    z.strictObject(
      Object.fromEntries(
        Object.entries(group).map(([name, { schema }]) => [name, z.optional(schema)]),
      ) as { [Name in keyof Group]: z.ZodMiniOptional<Group[Name]["schema"]> },
    ),
  );

/** What `cleanloop.json` may say. */
export const settingsFileSchema = z.strictObject({
  $schema: z.optional(z.string()),
  isolation: z.optional(z.enum(isolationModes)),
  limits: z._default(limitsSchema, {}),
  trust: fileGroup(trustRules),
  tripwires: fileGroup(tripwireRules),
  envelope: fileGroup(envelopeRules),
  review: fileGroup(reviewRules),
  budgets: fileGroup(budgetRules),
  proposer: fileGroup(proposerRules),
  endpoint: fileGroup(endpointRules),
  notify: fileGroup(notifyRules),
  queue: fileGroup(queueRules),
});
export type SettingsFile = z.output<typeof settingsFileSchema>;

export type SettingSource = "flag" | "environment" | "cleanloop.json" | "arena.json" | "default";
export interface Setting<T> {
  readonly value: T;
  readonly source: SettingSource;
}

type Given<T> = { readonly [Name in keyof T]?: T[Name] | undefined };
type GroupSettings<Values> = { readonly [Name in keyof Values]: Setting<Values[Name]> };

export interface Settings
  extends Readonly<{ [Name in SettingGroup]: GroupSettings<ValuesOf<Groups[Name]>> }> {
  readonly isolation: Setting<IsolationMode>;
  readonly timeoutSeconds: Setting<number>;
  readonly memoryMb: Setting<number>;
  readonly outputMb: Setting<number>;
  readonly memorised: Setting<number>;
}

/** Settings given on the command line; what is absent was not given. */
export interface SettingFlags {
  readonly isolation?: IsolationMode | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly memoryMb?: number | undefined;
  readonly proposer?: Given<ValuesOf<typeof proposerRules>>;
  readonly budgets?: Given<ValuesOf<typeof budgetRules>>;
  readonly queue?: Given<ValuesOf<typeof queueRules>>;
}

/** What the environment may say. */
export type SettingsOfEnvironment = Pick<SettingFlags, "queue">;

const limitDefaults = { timeoutSeconds: 30, memoryMb: 512, outputMb: 64, memorised: 3 } as const;

export const resolveSettings = (
  flags: SettingFlags,
  file: SettingsFile,
  arena: Arena,
  environment: SettingsOfEnvironment = {},
): Settings => {
  const limit = (name: keyof typeof limitDefaults, flag?: number): Setting<number> =>
    firstGiven<number>(
      [flag, "flag"],
      [file.limits[name], "cleanloop.json"],
      [arena.limits[name], "arena.json"],
      [limitDefaults[name], "default"],
    );
  const group = <Name extends SettingGroup>(
    name: Name,
    given: Given<ValuesOf<Groups[Name]>> = {},
    fromEnvironment: Given<ValuesOf<Groups[Name]>> = {},
  ): GroupSettings<ValuesOf<Groups[Name]>> =>
    resolveGroup(groups[name], given, fromEnvironment, file[name] ?? {});
  return {
    isolation: firstGiven<IsolationMode>(
      [flags.isolation, "flag"],
      [file.isolation, "cleanloop.json"],
      ["auto", "default"],
    ),
    timeoutSeconds: limit("timeoutSeconds", flags.timeoutSeconds),
    memoryMb: limit("memoryMb", flags.memoryMb),
    outputMb: limit("outputMb"),
    memorised: limit("memorised"),
    trust: group("trust"),
    tripwires: group("tripwires"),
    envelope: group("envelope"),
    review: group("review"),
    budgets: group("budgets", flags.budgets),
    proposer: group("proposer", flags.proposer),
    endpoint: group("endpoint"),
    notify: group("notify"),
    queue: group("queue", flags.queue, environment.queue),
  };
};

const resolveGroup = <Group extends Rules>(
  rules: Group,
  flags: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, unknown>>,
  file: Readonly<Record<string, unknown>>,
) =>
  Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
      firstGiven<unknown>(
        [flags[name], "flag"],
        [environment[name], "environment"],
        [file[name], "cleanloop.json"],
        [rule.default, "default"],
      ),
    ]),
  ) as GroupSettings<ValuesOf<Group>>;

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

/** Of gold rows, so many stand behind each answer that may be learnt by heart. */
const rowsForAnswer = 20;

/**
 * How many answers that no input holds a candidate may bring. Unless somebody has said so, much gold
 * allows for more: the names of a few classes are then no answers by heart.
 */
export const memorisedLimit = (said: number | undefined, visibleGoldRows: number): number =>
  said ?? Math.max(limitDefaults.memorised, Math.floor(visibleGoldRows / rowsForAnswer));

/** What somebody has said of a setting, if anybody has. */
export const saidOf = <T>({ value, source }: Setting<T>): T | undefined =>
  source === "default" ? undefined : value;

/** A group's values without their sources, as policies take them. */
export const valuesOf = <Values>(group: GroupSettings<Values>): Values =>
  Object.fromEntries(
    Object.entries<Setting<unknown>>(group).map(([name, { value }]) => [name, value]),
  ) as Values;

/** Every setting by its path, such as `trust.window`, as it may be shown and recorded. */
export const flatSettings = (settings: Settings): Readonly<Record<string, Setting<unknown>>> =>
  Object.fromEntries(
    Object.entries(settings)
      .flatMap(([name, setting]) =>
        "source" in setting
          ? [[name, setting] as const]
          : Object.entries<Setting<unknown>>(setting).map(
              ([inner, value]) => [`${name}.${inner}`, value] as const,
            ),
      )
      .map(([path, { value, source }]) => [path, { value: withoutSecrets(path, value), source }]),
  );

export const isQueueUrl = (text: string): boolean =>
  URL.canParse(text) && /^rediss?:$/.test(new URL(text).protocol);

/** As a queue may be named in messages and on record. */
export const withoutPassword = (url: string): string => {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
};

/** Notifications of rounds often go out by way of a token in an address or a command. */
const withoutSecrets = (path: string, value: unknown): unknown => {
  if (path === "notify.url" && typeof value === "string") return new URL(value).origin;
  if (path === "queue.url" && typeof value === "string") return withoutPassword(value);
  if (path === "notify.command" && typeof value === "string") return "set";
  return value;
};
