import { bytesPerMb, type Limits, type Outcome } from "../domain/run.ts";
import { figure } from "./figures.ts";

/** One contained run, as far as limits go; a figure that nobody could see is null. */
export interface MeasuredRun {
  /** `noise` reads every row and writes one for each; the others are what the loop begins with. */
  readonly subject: "starter" | "noise" | "genome in force";
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly peakMemoryMb: number | null;
  readonly outputBytes: number | null;
}

export interface Measurements extends FloorBaselines {
  readonly runs: readonly MeasuredRun[];
  /** Those that the runs were held to. */
  readonly limits: Limits;
}

/** Where each calibrated setting stands in `cleanloop.json`. */
export const settingPaths = {
  scoreFloor: ["tripwires", "scoreFloor"],
  timeoutSeconds: ["limits", "timeoutSeconds"],
  memoryMb: ["limits", "memoryMb"],
  outputMb: ["limits", "outputMb"],
} as const satisfies Record<keyof Limits | "scoreFloor", readonly string[]>;

/** What a setting should be on this machine, and why. */
export interface ProposedSetting {
  readonly setting: keyof typeof settingPaths;
  readonly value: number;
  readonly reason: string;
}

/** Settings that fit what was measured; about what could not be measured nothing is proposed. */
export const proposalsFor = (measurements: Measurements): readonly ProposedSetting[] => [
  ...floorFor(measurements),
  ...limitRules.flatMap((rule) => limitFor(rule, measurements)),
];

const floorFor = ({ runs, starter, noise }: Measurements): ProposedSetting[] => {
  if (runs.some(({ subject, outcome }) => subject === "starter" && outcome !== "ok")) return [];
  const value = Math.floor(1000 * floorBetween({ starter, noise })) / 1000;
  const reason =
    starter > noise
      ? `half-way from noise (fitness ${figure(noise)}) to the starter (${figure(starter)})`
      : `half of the starter's fitness (${figure(starter)}), since noise does as well (${figure(noise)})`;
  return [{ setting: "scoreFloor", value, reason }];
};

interface LimitRule {
  readonly limit: keyof Limits;
  readonly unit: string;
  /** How a run ends that goes beyond it. */
  readonly hit: Outcome;
  readonly used: (run: MeasuredRun) => number | null;
  readonly times: number;
  readonly least: number;
  readonly step: number;
  readonly most: number;
}

/** Head room for a busy machine, for candidates that remember more, for tables that grow. */
const limitRules: readonly LimitRule[] = [
  {
    limit: "timeoutSeconds",
    unit: "s",
    hit: "timeout",
    used: ({ seconds }) => seconds,
    times: 10,
    least: 5,
    step: 5,
    most: 86_400,
  },
  {
    limit: "memoryMb",
    unit: "MB",
    hit: "out_of_memory",
    used: ({ peakMemoryMb }) => peakMemoryMb,
    times: 4,
    least: 256,
    step: 64,
    most: 1_048_576,
  },
  {
    limit: "outputMb",
    unit: "MB",
    hit: "output_flood",
    used: ({ outputBytes }) => (outputBytes === null ? null : outputBytes / bytesPerMb),
    times: 10,
    least: 16,
    step: 16,
    most: 1_048_576,
  },
];

const limitFor = (rule: LimitRule, { runs, limits }: Measurements): ProposedSetting[] => {
  const { limit: setting, unit } = rule;
  const now = limits[setting];
  const wanted = wantedFor(rule, runs);
  const hit = runs.find(({ outcome }) => outcome === rule.hit);
  if (hit) {
    const value = Math.max(Math.min(rule.most, 2 * now), wanted?.value ?? 0);
    return [{ setting, value, reason: hitText(hit, `${now} ${unit}`) }];
  }
  if (!wanted) return [];
  const unmeasured = runs.find((run) => run.subject !== "noise" && run.outcome !== "ok");
  return unmeasured && wanted.value < now
    ? [{ setting, value: now, reason: `not lowered: the ${endedText(unmeasured)}` }]
    : [{ setting, ...wanted }];
};

const wantedFor = (rule: LimitRule, runs: readonly MeasuredRun[]) => {
  const { times, least, step, most, unit } = rule;
  const largest = largestOf(rule, runs);
  if (!largest) return null;
  const { used, subject } = largest;
  return {
    value: Math.min(most, Math.ceil(Math.max(least, times * used) / step) * step),
    reason: `${times} × the most that a run took (${shown(used)} ${unit}, ${subject}), at least ${least} ${unit}`,
  };
};

const largestOf = ({ used }: LimitRule, runs: readonly MeasuredRun[]) =>
  runs
    .filter(({ outcome }) => outcome === "ok")
    .flatMap((run) => {
      const amount = used(run);
      return amount === null ? [] : [{ used: amount, subject: run.subject }];
    })
    .sort((a, b) => b.used - a.used)[0];

const hitText = (run: MeasuredRun, limit: string): string =>
  `the ${endedText(run)} at ${limit}; measure again with more`;

const endedText = ({ subject, outcome }: MeasuredRun): string =>
  `${subject === "noise" ? "noise program" : subject} ended with ${outcome}`;

const shown = (amount: number): string => (amount < 10 ? amount.toFixed(2) : amount.toFixed(0));

/** How well the starter and a program that fills in noise do on the visible gold. */
export interface FloorBaselines {
  readonly starter: number;
  readonly noise: number;
}

/** Half-way from noise to the starter: lower is not an honest attempt, higher is one that may dip. */
export const floorBetween = ({ starter, noise }: FloorBaselines): number =>
  starter > noise ? noise + (starter - noise) / 2 : starter / 2;
