import { keepOnly, padStart } from "../../../kit/index.ts";
import { quoted } from "../doc.ts";
import { applied, asText, type Expr } from "../expr.ts";
import type { Operator } from "../operator.ts";
import { counted } from "../order.ts";
import { type ColumnTask, examplesOf } from "../task.ts";
import { trimmed } from "./pieces.ts";

const widest = 40;
const fewestPadded = 2;

/** Codes that lost the characters which made all of them equally long: 501 is 00501. */
export const widths: Operator = {
  name: "widths",
  types: ["text"],
  readsLongText: false,
  propose: (task, offers) => {
    const width = widthOf(task);
    if (width === null) return;
    for (const { expr } of task.sources) {
      for (const part of [expr, trimmed(expr), digitsOf(expr)]) {
        const fill = paddingOf(part, task, width);
        if (fill !== null) offers.offer(padded(part, width, fill));
      }
    }
  },
};

/** How long nearly all of the gold's cells are. */
const widthOf = ({ gold }: ColumnTask): number | null => {
  const lengths = gold.filter((cell) => cell !== "").map(({ length }) => length);
  const [usual] = counted(lengths);
  if (usual === undefined) return null;
  const [width, times] = usual;
  return width >= 2 && width <= widest && times * 10 >= lengths.length * 9 ? width : null;
};

/** The character that the gold has before what the source has, in several cells that differ. */
const paddingOf = (source: Expr, task: ColumnTask, width: number): string | null => {
  const fills = examplesOf(source, task, 400).flatMap(({ from, to }) => {
    const added = to.length - from.length;
    const isLonger = from !== "" && added > 0 && to.length === width && to.endsWith(from);
    const [fill = ""] = to;
    return isLonger && to.slice(0, added) === fill.repeat(added) ? [fill] : [];
  });
  const [usual] = counted(fills);
  return usual !== undefined && usual[1] >= fewestPadded ? usual[0] : null;
};

const digitsOf = (source: Expr): Expr =>
  applied(source, {
    kind: "text",
    name: "keepOnly",
    words: "only digits",
    bits: 6,
    more: ['"digits"'],
    run: (value) => keepOnly(asText(value), "digits"),
  });

const padded = (source: Expr, width: number, fill: string): Expr =>
  applied(source, {
    kind: "text",
    name: "padStart",
    words: `filled with "${fill}" in front to ${width} characters`,
    bits: fill === "0" ? 6 : 10,
    more: fill === "0" ? [String(width)] : [String(width), quoted(fill)],
    run: (value) => padStart(asText(value), width, fill),
  });
