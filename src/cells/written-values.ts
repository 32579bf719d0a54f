import { foldAccents } from "../kit/index.ts";

/** A name or a word without case, accents, blanks and marks: `Order No.` and `order_no` are one. */
export const folded = (text: string): string =>
  foldAccents(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "") || text.trim();
