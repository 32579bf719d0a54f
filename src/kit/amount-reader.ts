import { type AmountOptions, type DecimalMark, parseAmount } from "./parse-amount.ts";
import { asText, type MaybeText } from "./value.ts";

/** Reads amounts of groups of cells, such as files, that may differ in their decimal mark. */
export interface AmountReader {
  /** Takes an amount of the group as evidence of how its amounts are written. */
  add(group: MaybeText, text: MaybeText): void;
  /**
   * Reads an amount as the group writes them; `null` where the text is no amount, or two readings
   * are possible and the group's amounts tell for neither.
   */
  read(group: MaybeText, text: MaybeText): number | null;
}

type Reading = Omit<AmountOptions, "decimal">;

/**
 * Learns from the amounts themselves which mark begins their decimals: "1.234,50" shows it, and
 * "1.234" beside it is then 1234. Without such evidence "1.234" is refused rather than guessed.
 *
 * ```ts
 * const totals = createAmountReader();
 * for await (const row of input.records()) totals.add(input.name, row.total);
 * for await (const row of input.records())
 *   emit("master", { id: trim(row.id), total: totals.read(input.name, row.total) });
 * ```
 */
export function createAmountReader(options: Reading = {}): AmountReader {
  const votes = new Map<string, Record<DecimalMark, number>>();
  return {
    add(group, text) {
      const mark = shownBy(text, options);
      if (mark === null) return;
      const known = votes.get(asText(group)) ?? { point: 0, comma: 0 };
      known[mark] += 1;
      votes.set(asText(group), known);
    },
    read(group, text) {
      const point = parseAmount(text, { ...options, decimal: "point" });
      const comma = parseAmount(text, { ...options, decimal: "comma" });
      if (point === comma) return point;
      const mark = decided(votes.get(asText(group)));
      if (mark !== null) return mark === "comma" ? comma : point;
      return point === null || comma === null ? (point ?? comma) : null;
    },
  };
}

/** The only mark with which the text is an amount. */
function shownBy(text: MaybeText, options: Reading): DecimalMark | null {
  const point = parseAmount(text, { ...options, decimal: "point" });
  const comma = parseAmount(text, { ...options, decimal: "comma" });
  if ((point === null) === (comma === null)) return null;
  return comma === null ? "point" : "comma";
}

/** A slip of the pen among twenty amounts decides nothing. */
function decided(votes: Record<DecimalMark, number> | undefined): DecimalMark | null {
  if (votes === undefined) return null;
  const { point, comma } = votes;
  if (Math.min(point, comma) * 20 > Math.max(point, comma)) return null;
  return point > comma ? "point" : "comma";
}
