import fc from "fast-check";
import { expect, test } from "vitest";
import { lenientRowsOf } from "../../src/cells/csv-rows.ts";
import { LineAccount } from "../../src/cells/line-account.ts";

const text = fc.string({
  unit: fc.constantFrom("a", "b", ";", ",", '"', "'", "\n", "\r\n", "\r", " ", '""', "\n\n"),
  maxLength: 60,
});

test("however a text is quoted, all of its lines are in rows or blank", () => {
  fc.assert(
    fc.property(
      text,
      fc.constantFrom(",", ";"),
      fc.constantFrom('"', "'", ""),
      (given, d, quote) => {
        const account = new LineAccount();
        account.takeText(given);
        for (const row of lenientRowsOf(given, { delimiter: d, quote })) account.takeRow(row);
        expect(account.unaccounted).toBe(0);
      },
    ),
    { numRuns: 5000 },
  );
});
