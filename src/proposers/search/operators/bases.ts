import { fromBase, parseAmount, toBase } from "../../../kit/index.ts";
import { applied, asText, type Expr } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { measured } from "./measures.ts";

const bases = [2, 8, 16];

/** Whole numbers written in base 2, 8 or 16, and read from it. */
export const otherBases: Operator = {
  name: "bases",
  types: ["number", "text"],
  readsLongText: false,
  propose: (task, offers) => {
    const gold = task.gold.filter((cell) => cell !== "");
    const areDigits = (cells: readonly string[]) =>
      cells.length >= 2 && cells.every((cell) => /^#?(?:0x)?[0-9a-f]{1,13}$/i.test(cell.trim()));
    for (const { expr, profile } of task.sources) {
      if (!areDigits(profile.common.map(([cell]) => cell)) || !areDigits(gold)) continue;
      for (const base of bases) {
        measured(read(expr, base), task, offers);
        offers.offer(written(expr, base));
      }
    }
  },
};

const read = (source: Expr, base: number): Expr =>
  applied(source, {
    kind: "number",
    name: "fromBase",
    words: `read in base ${base}`,
    bits: 8,
    more: [String(base)],
    run: (value) => fromBase(asText(value), base),
  });

const written = (source: Expr, base: number): Expr =>
  applied(amount(source), {
    kind: "number",
    name: "toBase",
    words: `written in base ${base}`,
    bits: 8,
    more: [String(base)],
    run: (value) => (typeof value === "number" ? toBase(value, base) : null),
  });

const amount = (source: Expr): Expr =>
  applied(source, {
    kind: "number",
    name: "parseAmount",
    words: "read as a number",
    bits: 4,
    run: (value) => parseAmount(asText(value)),
  });
