const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const alreadyCanonical = /^-?[1-9]\d{0,14}(?:\.\d{0,8}[1-9])?$/;
const places = 9;

/**
 * A number's one spelling (`15000`, `-0.5`), rounded half away from zero to 9 decimals; null for
 * what is not a finite number. Worked out on the digits: a double would make one number out of
 * 9007199254740992 and 9007199254740993.
 */
export const canonicalDecimal = (text: string): string | null => {
  if (alreadyCanonical.test(text)) return text;
  const parts = shape.exec(text);
  if (!parts || !Number.isFinite(Number(text))) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  if (whole === "" && fraction === "") return null;
  const digits = withoutLeadingZeros(whole + fraction);
  const integerDigits = digits.length - fraction.length + Number(exponent);
  const scaled = rounded(digits, integerDigits + places);
  return scaled === "0" ? "0" : `${sign === "-" ? "-" : ""}${pointed(scaled)}`;
};

/** The first `count` digits as a whole number, rounded by the digit after them. */
const rounded = (digits: string, count: number): string => {
  if (digits === "" || count < 0) return "0";
  const kept = BigInt(digits.slice(0, count).padEnd(count, "0") || "0");
  return `${(digits[count] ?? "0") >= "5" ? kept + 1n : kept}`;
};

const pointed = (scaled: string): string => {
  const digits = scaled.padStart(places + 1, "0");
  const whole = digits.slice(0, -places);
  const decimals = digits.slice(-places).replace(/0+$/, "");
  return decimals === "" ? shortened(whole) : `${whole}.${decimals}`;
};

/** A five-letter `1e300` must not become 301 letters: a hostile table would fill the memory. */
const shortened = (whole: string): string => {
  const significant = whole.replace(/0+$/, "");
  const zeros = whole.length - significant.length;
  return zeros > 21 ? `${significant}e${zeros}` : whole;
};

/** A loop, because /0+$/ and its like take quadratic time on hostile text. */
const withoutLeadingZeros = (digits: string): string => {
  let start = 0;
  while (digits[start] === "0") start++;
  return digits.slice(start);
};
