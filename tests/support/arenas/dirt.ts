import { addDays } from "../../../src/kit/index.ts";
import type { Dice } from "./dice.ts";

/** Every so often a stray blank before, behind or on both sides. */
export const padded = (dice: Dice, text: string, share = 0.15): string =>
  dice.chance(share) ? dice.pick([` ${text}`, `${text} `, `  ${text} `]) : text;

export const recased = (dice: Dice, text: string, share = 0.2): string =>
  dice.chance(share) ? dice.pick([text.toUpperCase(), text.toLowerCase()]) : text;

/** One slip of the fingers behind the first letter: dropped, doubled, swapped. */
export const mistyped = (dice: Dice, text: string): string => {
  const at = dice.between(1, text.length - 2);
  const [head, one, two, tail] = [text.slice(0, at), text[at], text[at + 1], text.slice(at + 2)];
  const slips = [`${head}${two}${tail}`, `${head}${one}${one}${two}${tail}`];
  return dice.pick(one === two ? slips : [...slips, `${head}${two}${one}${tail}`]);
};

export const dayIn = (dice: Dice, year: number): string =>
  addDays(`${year}-01-01`, dice.between(0, 364)) ?? "";

/** 1234.5 → "1,234.50" */
export const withCommas = (value: number, decimals = 2): string =>
  value.toFixed(decimals).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
