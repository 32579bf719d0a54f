import {
  type AmountFormat,
  filled,
  formatAmount,
  roundTo,
  roundToSignificant,
} from "../../../kit/index.ts";
import { literalBits } from "../bits.ts";
import { type Doc, flat, object } from "../doc.ts";
import { applied, type Expr, exprOf } from "../expr.ts";
import { counted } from "../order.ts";
import type { Value } from "../typed.ts";
import { digitsOf } from "./fits.ts";

const longestCell = 80;

export const numberOf = (value: Value): number | null => (typeof value === "number" ? value : null);

/** A number of the gold, with what stands around it. */
export interface Target {
  readonly ahead: string;
  readonly behind: string;
  readonly value: number;
  readonly decimals: number;
  readonly digits: number;
  readonly isGrouped: boolean;
  readonly endsInZero: boolean;
}

export const targetOf = (cell: string): Target | null => {
  if (cell.length > longestCell) return null;
  const match = /^(\D*?)(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(\D*)$/.exec(cell);
  if (match === null) return null;
  const [, ahead = "", number = "", behind = ""] = match;
  const decimals = number.split(".")[1]?.length ?? 0;
  const value = Number(number.replaceAll(",", ""));
  return {
    ahead,
    behind,
    value,
    decimals,
    digits: digitsOf(value),
    isGrouped: number.includes(","),
    endsInZero: decimals > 0 && number.endsWith("0"),
  };
};

interface Rounding {
  readonly name: "roundTo" | "roundToSignificant";
  readonly count: number;
  readonly bits: number;
}

export interface Form {
  readonly ahead: string;
  readonly behind: string;
  readonly format: AmountFormat;
  /** Whether the gold shows that zeros at the end are written. */
  readonly keepsZeros: boolean;
}

export const formsOf = (targets: readonly Target[]): { roundings: Rounding[]; written: Form[] } => {
  const places = Math.max(...targets.map(({ decimals }) => decimals));
  const digits = Math.max(...targets.map((target) => target.digits));
  const isFixed = targets.every(({ decimals }) => decimals === places);
  const keepsZeros = places === 2 || targets.some(({ endsInZero }) => endsInZero);
  const isGrouped = targets.some((target) => target.isGrouped);
  const thousands = isGrouped ? ({ thousands: "comma" } as const) : {};
  const formats: AmountFormat[] = [
    thousands,
    ...(isFixed && places > 0 ? [{ ...thousands, decimals: places }] : []),
  ];
  // As many digits in most cells and another number of places: digits were counted.
  const isCounted =
    targets.filter((target) => target.digits === digits).length * 2 > targets.length;
  const around = counted(targets.map(({ ahead, behind }) => `${ahead}\u0000${behind}`));
  const surrounds = around.filter(([key, times]) => times >= 2 || key === "\u0000").slice(0, 3);
  return {
    roundings: [
      { name: "roundTo", count: places, bits: !isFixed && isCounted ? 7 : 4 },
      ...(isFixed ? [] : [{ name: "roundToSignificant" as const, count: digits, bits: 5 }]),
    ],
    written: surrounds.flatMap(([key]) => {
      const [ahead = "", behind = ""] = key.split("\u0000");
      return formats.map((format) => ({ ahead, behind, format, keepsZeros }));
    }),
  };
};

export const rounded = (inner: Expr, rounding: Rounding | null): Expr => {
  if (rounding === null) return inner;
  const { name, count, bits } = rounding;
  const run = name === "roundTo" ? roundTo : roundToSignificant;
  return applied(inner, {
    kind: "number",
    name,
    words: `rounded to ${count} ${name === "roundTo" ? "places" : "digits"}`,
    bits,
    more: [String(count)],
    run: (value) => run(numberOf(value), count),
  });
};

export const written = (inner: Expr, { ahead, behind, format, keepsZeros }: Form): Expr => {
  const said = Object.entries(format).map(
    ([name, value]): Doc => `${name}: ${JSON.stringify(value)}`,
  );
  const number =
    said.length === 0
      ? inner
      : applied(inner, {
          kind: "number",
          name: "formatAmount",
          words: "written as an amount",
          bits: format.decimals === undefined || !keepsZeros ? 5 : -1,
          more: [object(said)],
          run: (value) => formatAmount(numberOf(value), format),
        });
  return ahead === "" && behind === "" ? number : surrounded(number, ahead, behind);
};

const escaped = (text: string): string => text.replace(/[`\\$]/g, "\\$&");

/** ``filled`${…} km` ``: nothing where the piece is nothing. */
const surrounded = (inner: Expr, ahead: string, behind: string): Expr =>
  exprOf({
    kind: "joined",
    code: `filled\`${escaped(ahead)}\${${flat(inner.code)}}${escaped(behind)}\``,
    bits: 4 + (literalBits(ahead + behind) - 6) / 2,
    words: `${inner.words}, as "${ahead}…${behind}"`,
    parts: [inner],
    combine: ([value = null]) => filled([ahead, behind], value),
  });
