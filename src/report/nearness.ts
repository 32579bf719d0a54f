import type { ProjectOverview } from "../core/observe/overview.ts";

type Reading = ProjectOverview["tripwires"][number];

/** How near a tripwire is, from 0 to 1; null where that cannot be told. */
export const nearness = ({ name, value, limit, tripped }: Reading): number | null => {
  if (tripped) return 1;
  if (value === null || limit === null) return null;
  if (name === "score-floor") return value <= 0 ? 1 : Math.min(1, limit / value);
  const [from, to] = name === "file-growth" ? [value - 1, limit - 1] : [value, limit];
  return to <= 0 ? 0 : Math.min(1, Math.max(0, from / to));
};
