export { checkEndpoint } from "./check.ts";
export { endpointConfig, endpointConfigured } from "./config.ts";
export { endpointModel, type ModelOptions } from "./model.ts";
