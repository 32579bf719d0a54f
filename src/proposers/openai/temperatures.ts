const coolest = 0.2;
const warmest = 1;

/**
 * One temperature for each candidate, evenly from cool to warm. A lone candidate grows warmer
 * with each failure, so that it does not bring the same text again.
 */
export const temperatures = (candidates: number, failures: number): number[] => {
  const steps = Math.max(candidates - 1, 1);
  const start = candidates === 1 ? Math.min(coolest + failures * 0.2, warmest) : coolest;
  return Array.from({ length: candidates }, (_, at) =>
    rounded(start + (at * (warmest - coolest)) / steps),
  );
};

const rounded = (value: number): number => Math.round(value * 100) / 100;
