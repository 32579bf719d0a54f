import { setTimeout as pause } from "node:timers/promises";
import type { Model } from "../../domain/model.ts";
import { Problem } from "../../domain/problems.ts";
import type { EndpointRules } from "../../domain/settings.ts";
import type { EndpointConfig } from "./config.ts";
import { usualHabits } from "./habits.ts";
import { type Desk, inquire } from "./inquiry.ts";
import type { Line } from "./line.ts";
import type { Price } from "./purse.ts";
import { scrubberOf } from "./scrub.ts";

export interface ModelOptions {
  readonly rules: EndpointRules;
  /** The run's budget in US$, or null where there is none. */
  readonly budgetUsd: number | null;
  readonly now?: () => number;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The model behind an endpoint, with all that it takes to get an answer out of it. */
export const endpointModel = (
  config: EndpointConfig,
  { rules, budgetUsd, now = Date.now, sleep = sleepUnlessStopped }: ModelOptions,
): Model => {
  const price = priceOf(config.model, rules, budgetUsd);
  const scrub = scrubberOf(config.key);
  let line: Promise<Line> | undefined;
  const desk: Desk = {
    config,
    rules,
    price,
    // The package is costly to load, and most commands ask nobody.
    line: () => {
      line ??= import("./line.ts").then(({ openLine }) => openLine(config));
      return line;
    },
    scrub,
    now,
    sleep,
    habits: usualHabits,
    countsDoubted: false,
  };
  return {
    name: config.model,
    scrub,
    ask: (question, proposing) => inquire(desk, question, proposing),
  };
};

/** Without a price no budget in US$ could be kept. */
const priceOf = (model: string, { prices }: EndpointRules, budgetUsd: number | null) => {
  const price: Price | null = Object.hasOwn(prices, model) ? (prices[model] ?? null) : null;
  if (price === null && budgetUsd !== null) throw Problem.of("no-price", { model });
  return price;
};

const sleepUnlessStopped = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => {});
