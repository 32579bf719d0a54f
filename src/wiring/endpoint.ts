import { checkEndpoint, endpointConfig, endpointConfigured } from "../adapters/endpoint/index.ts";
import type { EndpointSetUp } from "../domain/ports/control.ts";

export const endpointSetUp = (
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): EndpointSetUp | null => {
  if (!endpointConfigured(env, root)) return null;
  const config = endpointConfig(env, root);
  return { model: config.model, check: (signal) => checkEndpoint(config, signal) };
};
