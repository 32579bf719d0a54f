import { digitsAs } from "../../../kit/index.ts";
import { quoted } from "../doc.ts";
import { applied, asText, type Expr } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { examplesOf } from "../task.ts";

const mostMasks = 3;
const leastDigits = 4;
const longestMask = 40;
const mostExamples = 100;

/** The digits of a cell in the pattern that the gold's cells have: telephone numbers, codes. */
export const masks: Operator = {
  name: "masks",
  types: ["text"],
  readsLongText: false,
  propose: (task, offers) => {
    const filled = task.gold.filter((cell) => cell.trim() !== "");
    const shapes = counted(filled.flatMap((cell) => maskOf(cell) ?? []))
      .filter(([, times]) => times >= 3 && times * 10 >= filled.length)
      .slice(0, mostMasks);
    if (shapes.length === 0) return;
    for (const { expr } of task.sources) {
      const same = examplesOf(expr, task, mostExamples).filter(
        ({ from, to }) =>
          from !== to && digitsIn(to) !== "" && digitsIn(from).endsWith(digitsIn(to)),
      );
      if (same.length < 2) continue;
      const isLonger = same.some(({ from, to }) => digitsIn(from) !== digitsIn(to));
      for (const [mask] of shapes)
        for (const which of isLonger ? (["all", "last"] as const) : (["all"] as const))
          offers.offer(masked(expr, mask, which));
    }
  },
};

const digitsIn = (text: string): string => text.replace(/\D/g, "");

/** The cell with a mark for each digit; null where it has few, or letters beside them. */
const maskOf = (cell: string): string | null =>
  cell.length <= longestMask && digitsIn(cell).length >= leastDigits && !/[\p{L}#]/u.test(cell)
    ? cell.replace(/\d/g, "#")
    : null;

const masked = (source: Expr, mask: string, which: "all" | "last"): Expr =>
  applied(source, {
    kind: "text",
    name: "digitsAs",
    words: `its ${which === "last" ? "last " : ""}digits as ${mask}`,
    bits: which === "last" ? 13 : 11,
    more: [quoted(mask), ...(which === "last" ? [quoted(which)] : [])],
    run: (value) => digitsAs(asText(value), mask, which),
  });
