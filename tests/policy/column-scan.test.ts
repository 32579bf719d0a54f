import fc from "fast-check";
import { expect, test } from "vitest";
import { breaksRule, type CellRule } from "../../src/cells/checks.ts";
import { comparedCell, typed } from "../../src/cells/typing.ts";
import { CellBatch } from "../../src/domain/cell-batch.ts";
import type { Column } from "../../src/domain/columns.ts";
import { ColumnScan } from "../../src/policy/judge/column-scan.ts";
import { DistinctCells, unknown } from "../../src/policy/judge/gold-index.ts";

const cell = fc.oneof(
  fc.constantFrom("", " ", "nan", "NaN ", "null", "None", "n/a", "<NA>", "#NA", "-nan", "nil"),
  fc.constantFrom("invalid date", "undefined", "INV-1", "Nancy", "\u00a0", "\ufeff", "é", "ÉA"),
  fc.constantFrom("0", "-0", "1", "1.0", "-2.5", "0.5", "007", "1e3", "1e300", "+5", "5.", ".5"),
  fc.constantFrom("123456789012345", "1234567890123456", "1.123456789", "1.1234567891", "1,5"),
  fc.constantFrom("2024-01-05", "2024-02-30", "2024-01-05T10:00", "0000-01-01", "2024-1-5"),
  fc.string({ unit: fc.constantFrom("0", "1", "9", ".", "-", "a", "N", " "), maxLength: 6 }),
  fc.constant("long ".repeat(20)),
);
const rules: readonly CellRule[] = [
  { must: "present" },
  { must: "filled" },
  { must: "numeric" },
  { must: "parseable" },
  { must: "be-at-least", bound: 1 },
  { must: "be-one-of", values: ["1"], typed: new Set(["n1", "t1"]) },
];

test.each<[string, Column]>([
  ["a text", { name: "a", type: "text" }],
  ["a text in any case", { name: "a", type: "text", compare: "folded" }],
  ["a number", { name: "a", type: "number" }],
  ["a day", { name: "a", type: "date" }],
  ["anything, where nothing is compared", { name: "a", type: "number", ignore: true }],
])("%s is read from its bytes as it is read from its text", (_, column) => {
  fc.assert(
    fc.property(fc.array(cell), fc.array(cell), (known, others) => {
      const cells = new DistinctCells(column.type);
      const numbers = new Map<string, number>();
      const adding = new ColumnScan(column, [], { does: "add", cells });
      const finding = new ColumnScan(column, rules, { does: "find", cells });
      const compared = (raw: string): string => comparedCell(column, typed(column.type, raw));
      const taken = (scan: ColumnScan, raw: string): number =>
        scan.takeFrom(CellBatch.of([["x", raw, "y"]]), 0, 1);
      for (const raw of known) {
        if (!numbers.has(compared(raw))) numbers.set(compared(raw), numbers.size);
        expect(taken(adding, raw)).toBe(numbers.get(compared(raw)));
      }
      for (const [text, number] of numbers) expect(cells.at(number)).toBe(text);
      for (const raw of [...others, ...known, ...others]) {
        expect(taken(finding, raw)).toBe(numbers.get(compared(raw)) ?? unknown);
        const broken = rules.map((rule) => breaksRule(rule, typed(column.type, raw)));
        expect(rules.map((__, bit) => (finding.broken & (1 << bit)) !== 0)).toEqual(broken);
      }
    }),
  );
});
