/** A stored value as the text that a cell of CSV would have. */
export const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : dateText(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** The day alone where there is no time of day. */
const dateText = (date: Date): string =>
  date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, "")
    .replace(/(\.000)?Z$/, "");
