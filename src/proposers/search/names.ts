/** The words of a column's name: "raw_amount", "rawAmount" and "Raw Amount" have the same. */
export const nameWords = (name: string): string[] =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** How alike two names are, from 0 to 1. */
export const likeness = (a: string, b: string): number => {
  const [left, right] = [new Set(nameWords(a)), new Set(nameWords(b))];
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared / Math.max(left.size + right.size - shared, 1);
};

/** A name for code: "unit price" → "UnitPrice". */
export const pascal = (name: string): string =>
  nameWords(name.normalize("NFKD"))
    .map((word) => word.replace(/[^a-z0-9]/g, ""))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")
    .replace(/^(?=\d|$)/, "Column");

/** What the function is called that makes a column. */
export const readerName = ({ name }: { readonly name: string }): string => `read${pascal(name)}`;
