import { setTimeout as pause } from "node:timers/promises";
import type { Model } from "../../domain/model.ts";
import { Problem } from "../../domain/problems.ts";
import type { EndpointRules } from "../../domain/settings.ts";
import type { ApiClient } from "./api-client.ts";
import { type AskContext, askModel } from "./ask-model.ts";
import type { EndpointConfig } from "./config.ts";
import { usualDialect } from "./request-dialect.ts";
import { scrubberOf } from "./scrub.ts";
import type { Price } from "./token-budget.ts";

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
  let client: Promise<ApiClient> | undefined;
  const context: AskContext = {
    config,
    rules,
    price,
    // The package is costly to load, and most commands ask nobody.
    client: () => {
      client ??= import("./api-client.ts").then(({ openApiClient }) => openApiClient(config));
      return client;
    },
    scrub,
    now,
    sleep,
    dialect: usualDialect,
    countsDoubted: false,
  };
  return {
    name: config.model,
    scrub,
    ask: (question, proposing) => askModel(context, question, proposing),
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
