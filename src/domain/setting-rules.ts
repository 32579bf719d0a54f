import * as z from "zod/mini";

/** One setting: what it may be, and what it is when nobody says. */
export interface Rule<Schema extends z.ZodMiniType = z.ZodMiniType> {
  readonly schema: Schema;
  readonly default: z.output<Schema>;
}
export type Rules = Readonly<Record<string, Rule>>;

const rule = <Schema extends z.ZodMiniType>(
  schema: Schema,
  fallback: z.output<Schema>,
): Rule<Schema> => ({ schema, default: fallback });

/** The trail's readers remember no more of them. */
export const mostPendingReviews = 32;

const share = () => z.number().check(z.minimum(0), z.maximum(1));
const rounds = (least = 1) => z.int().check(z.minimum(least), z.maximum(1000));
const positive = () => z.number().check(z.positive());
const whole = () => z.int().check(z.minimum(0));
const secondsUpTo = (most: number) => z.number().check(z.positive(), z.maximum(most));
const orNone = <Schema extends z.ZodMiniType>(schema: Schema) => z.nullable(schema);

export const trustRules = {
  /** Good or bad rounds that a decision on trust looks back on. */
  window: rule(rounds(2), 5),
  /** The least gain in fitness that makes a kept round count as good. */
  goodGain: rule(share(), 0.01),
  /** The mean rates that lift from level 0, 1 and 2. */
  promotion: rule(
    z.array(share()).check(
      z.length(3),
      z.refine(
        ([first = 0, second = 0, third = 0]) => first <= second && second <= third,
        "must not fall from one level to the next",
      ),
    ),
    [0.7, 0.85, 0.95],
  ),
  /** How far below the mean that earned a level its window may fall. */
  demotionMargin: rule(share(), 0.05),
  /** Bad rounds in a row that end at SUPERVISED. */
  badStreak: rule(rounds(), 3),
};

export const tripwireRules = {
  /** Null: between noise and the starter's fitness, as measured at a loop's first start. */
  scoreFloor: rule(orNone(share()), null),
  badStreak: rule(rounds(), 3),
  /** The share of the last judged rounds that may time out. */
  timeoutRate: rule(share(), 0.4),
  /** How many times its length a genome may grow while fitness stands still. */
  fileGrowth: rule(z.number().check(z.minimum(1)), 3),
  /** How far visible recall may be above held-out recall, on average. */
  overfitGap: rule(share(), 0.35),
  /** How often one failure may come back in ten judged rounds. */
  repeatedFailure: rule(z.int().check(z.minimum(2), z.maximum(10)), 4),
  /** For how many rounds the window's mean may keep falling. */
  drift: rule(rounds(2), 4),
  /** Rounds in a row without anything kept. */
  noImprovement: rule(rounds(), 10),
};

export const envelopeRules = {
  /** Lines that a change may touch before a person looks at it. */
  changedLines: rule(whole(), 120),
  /** Right cells that a change may break, as a share of those that it puts right. */
  brokenShare: rule(share(), 0.02),
  /** Names that a person should see before they run unattended. */
  watch: rule(z.array(z.string().check(z.minLength(1))), [
    "constructor",
    "eval",
    "Function",
    "globalThis",
    "import",
    "process",
    "prototype",
    "Proxy",
    "Reflect",
    "require",
    "WebAssembly",
    "__proto__",
  ]),
};

export const reviewRules = {
  /** Candidates that may wait for a person at a time while a loop goes on. */
  mostPending: rule(z.int().check(z.minimum(1), z.maximum(mostPendingReviews)), 5),
};

export const budgetRules = {
  tokens: rule(orNone(z.int().check(z.minimum(1))), null),
  usd: rule(orNone(positive()), null),
  /** No timer of the machine counts much further. */
  minutes: rule(orNone(z.number().check(z.positive(), z.maximum(20_000))), null),
};

export const proposerRules = {
  /** Null: the endpoint when one is configured, else the built-in search. */
  use: rule(orNone(z.string().check(z.minLength(1))), null),
  candidates: rule(z.int().check(z.minimum(1), z.maximum(1000)), 3),
  /** For a command: the wall for one answer. */
  timeoutSeconds: rule(secondsUpTo(3600), 120),
};

const price = z.strictObject({
  input: z.number().check(z.minimum(0)),
  output: z.number().check(z.minimum(0)),
});

export const endpointRules = {
  /** For one call, its retries not counted. */
  timeoutSeconds: rule(secondsUpTo(3600), 120),
  retries: rule(z.int().check(z.minimum(0), z.maximum(20)), 3),
  maxOutputTokens: rule(z.int().check(z.minimum(256), z.maximum(1_000_000)), 16_000),
  /** US dollars for a million tokens, by model. */
  prices: rule(z.record(z.string(), price), {}),
};

export const notifyRules = {
  /** Run by the shell with the notification as JSON on stdin. */
  command: rule(orNone(z.string().check(z.minLength(1))), null),
  /** Gets the notification as a POST of JSON. */
  url: rule(orNone(z.url({ protocol: /^https?$/ })), null),
  timeoutSeconds: rule(secondsUpTo(60), 5),
};

export const queueRules = {
  /** Where workers elsewhere take runs from; without one, every run happens here. */
  url: rule(orNone(z.url({ protocol: /^rediss?$/ })), null),
  /** Of what workers say, how much is run again here although nothing hangs on it. */
  checkShare: rule(share(), 0.05),
  /** How long a round waits where no worker is to be had, or the queue is out of reach. */
  patienceSeconds: rule(secondsUpTo(86_400), 60),
};
