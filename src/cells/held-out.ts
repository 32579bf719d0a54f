import { sha256 } from "../domain/digest.ts";

const range = 2 ** 48;

/** Hangs on nothing but the arena's name and the row itself: no edit elsewhere moves a row. */
export const isHeldOut = (arena: string, share: number, typedRow: readonly string[]): boolean =>
  Number.parseInt(sha256(JSON.stringify([arena, typedRow])).slice(0, 12), 16) < share * range;

/** With fewer held-out rows than this, nothing can be said of a program from them. */
export const fewestHeldOut = 5;
