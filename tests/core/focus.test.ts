import { expect, test } from "vitest";
import { focusFor } from "../../src/core/assignment.ts";
import type { Standing } from "../../src/domain/proposing.ts";
import { financeAssignment } from "../support/assignments.ts";

const { arena, standing } = financeAssignment();
const perfect = { date: 1, entity: 1, currency: 1, value: 1, category: 1 };

const focus = (columnF1: Record<string, number>, changed: Partial<Standing> = {}) =>
  focusFor(arena, { ...standing, metrics: { ...standing.metrics, columnF1 }, ...changed });
const check = (name: string, passed: boolean) => ({ name, passed, detail: "" });

test.each([
  ["value", "value_normalization"],
  ["date", "date_normalization"],
  ["entity", "entity_cleanup"],
  ["currency", "entity_cleanup"],
])("when %s is the worst column, the focus is %s", (column, wanted) => {
  expect(focus({ ...perfect, [column]: 0.7 })).toBe(wanted);
});

test("when all columns are equally bad, whole rows are amiss", () => {
  const alike = Object.fromEntries(Object.keys(perfect).map((name) => [name, 0.6]));
  expect(focus(alike)).toBe("row_reconciliation");
  expect(focus({ ...alike, value: 0.59 })).toBe("row_reconciliation");
  expect(focus({ ...alike, value: 0.57 })).toBe("value_normalization");
});

test("a column that the output lacks altogether is the worst", () => {
  const { date: _, ...others } = perfect;
  expect(focus(others)).toBe("date_normalization");
});

test.each([
  ["a run that was not ok", { outcome: "timeout" }],
  ["a failed check other than the gold's", { checks: [check("date_is_parseable", false)] }],
])("%s comes before any column", (_title, changed) => {
  expect(focus({ ...perfect, value: 0 }, changed)).toBe("baseline_stability");
});

test("that the gold is not matched yet is no fault of the baseline", () => {
  const checks = [check("date_is_parseable", true), check("matches_reference_output", false)];
  expect(focus({ ...perfect, value: 0.5 }, { checks })).toBe("value_normalization");
});
