/** Numbers as reasons give them. */
export const figure = (value: number): string => value.toFixed(3);

/** With as many decimals as it takes to see on which side of the limit the value is. */
export const beside = (value: number, limit: number): string => {
  for (let decimals = 3; decimals < 9; decimals++)
    if (value.toFixed(decimals) !== limit.toFixed(decimals)) return value.toFixed(decimals);
  return figure(value);
};

/** Sums and differences of decimals miss by a hair what they should be. */
const hair = 1e-9;

export const atLeast = (value: number, limit: number): boolean => value >= limit - hair;
export const above = (value: number, limit: number): boolean => value > limit + hair;
export const below = (value: number, limit: number): boolean => value < limit - hair;

/** Null of nothing. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

export const nounFor = (amount: number, noun: string, plural = `${noun}s`): string =>
  amount === 1 ? noun : plural;

export const countOf = (amount: number, noun: string): string =>
  `${amount} ${nounFor(amount, noun)}`;
