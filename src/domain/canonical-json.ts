/**
 * The one text of a JSON value: keys sorted by UTF-16 code unit, no whitespace, numbers as
 * ECMAScript prints them (RFC 8785). What JSON cannot say is refused, never dropped.
 */
export const canonicalJson = (value: unknown): string =>
  isInOrder(value) ? JSON.stringify(value) : sortedJson(value);

/** One `"key":value` of an object. */
export const canonicalMember = (key: string, value: unknown): string =>
  `${JSON.stringify(key)}:${canonicalJson(value)}`;

export const isPlainObject = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * Whether the engine's own writer, which is several times as fast, writes the one text: it writes
 * keys in the order that they stand in, and all that JSON can say as is asked for here.
 */
const isInOrder = (value: unknown): boolean => {
  if (isScalar(value)) return true;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) if (!isInOrder(value[at])) return false;
    return true;
  }
  if (!isPlainObject(value)) return false;
  let before: string | undefined;
  for (const key in value) {
    if ((before !== undefined && before >= key) || !isInOrder(value[key])) return false;
    before = key;
  }
  return true;
};

const sortedJson = (value: unknown): string => {
  if (isScalar(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, sortedJson).join(",")}]`;
  if (isPlainObject(value)) return sortedObject(value);
  throw new TypeError(`JSON cannot hold ${describe(value)}`);
};

const sortedObject = (value: Readonly<Record<string, unknown>>): string => {
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedJson(value[key])}`).join(",")}}`;
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
