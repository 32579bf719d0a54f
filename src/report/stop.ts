import type { StopResult } from "../core/stop.ts";

export const stopText = ({ path, standing, changed }: StopResult): string[] => {
  if (standing)
    return [
      changed ? `${path} stands: a running loop ends now` : `${path} stood already`,
      "no loop starts until: cleanloop stop --clear",
    ];
  return [changed ? `${path} is gone: loops may start again` : `${path} did not stand`];
};
