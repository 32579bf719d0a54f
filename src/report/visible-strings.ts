import { visible } from "../domain/visible.ts";

/** The same data with every text in it made safe to look at, also in a terminal. */
export const visibleStrings = (value: unknown): unknown => {
  if (typeof value === "string") return whole(value);
  if (Array.isArray(value)) return value.map(visibleStrings);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [whole(name), visibleStrings(inner)]),
  );
};

const whole = (text: string): string => visible(text, Number.POSITIVE_INFINITY);
