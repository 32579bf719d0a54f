import { statSync } from "node:fs";

/**
 * Changes when any of these files may have changed, at the cost of asking for their state: no
 * ordinary way of writing a file leaves its change time as it was.
 */
export const fingerprintOf = (paths: Iterable<string>): string =>
  [...paths].map((path) => `${path}:${stateOf(path)}`).join("\n");

const stateOf = (path: string): string => {
  const state = statSync(path, { bigint: true, throwIfNoEntry: false });
  return state ? `${state.ino}:${state.size}:${state.mtimeNs}:${state.ctimeNs}` : "gone";
};
