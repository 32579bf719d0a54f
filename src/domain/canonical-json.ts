/**
 * The one text of a JSON value: keys sorted by UTF-16 code unit, no whitespace, numbers as
 * ECMAScript prints them (RFC 8785). What JSON cannot say is refused, never dropped.
 */
export const canonicalJson = (value: unknown): string => {
  if (isScalar(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(",")}]`;
  if (isPlainObject(value)) return canonicalObject(value);
  throw new TypeError(`JSON cannot hold ${describe(value)}`);
};

const canonicalObject = (value: Readonly<Record<string, unknown>>): string => {
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => canonicalMember(key, value[key])).join(",")}}`;
};

/** One `"key":value` of an object. */
export const canonicalMember = (key: string, value: unknown): string =>
  `${JSON.stringify(key)}:${canonicalJson(value)}`;

export const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const isScalar = (value: unknown): value is string | number | boolean | null =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  value === null ||
  (typeof value === "number" && Number.isFinite(value));

const describe = (value: unknown): string => {
  if (typeof value === "number") return String(value);
  return typeof value === "object" ? Object.prototype.toString.call(value) : typeof value;
};
