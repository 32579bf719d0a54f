import { describe, expect, test } from "vitest";
import { chart } from "../../src/report/chart.ts";

const columns = (values: readonly (number | null)[], width: number, height = 2): string[] =>
  chart(values, { width, height }).map((line) => line.slice(6));

describe("a chart of blocks", () => {
  test("stands on an axis from 0 to 1", () => {
    expect(chart([1], { width: 20, height: 3 })).toEqual([" 1.0 │███", "     │███", " 0.0 │███"]);
  });

  test("is as high as each value, and shows a zero too", () => {
    expect(columns([0, 0.25, 0.5, 0.75, 1], 11)).toEqual(["   ▄█", "▁▄███"]);
  });

  test("leaves blank what is not known", () => {
    expect(columns([1, null, 1], 9)).toEqual(["█ █", "█ █"]);
  });

  test("fits the width whatever the number of rounds, and ends with the last", () => {
    const values = Array.from({ length: 1_000 }, (_, at) => (at === 999 ? 1 : 0));
    const [top = "", bottom = ""] = columns(values, 46);
    expect(bottom).toHaveLength(40);
    expect(top.trimStart()).toBe("█");
    expect(top).toHaveLength(40);
  });

  test("stays on its line where there is hardly any room", () => {
    expect(columns([0.5, 1], 1)).toEqual(["█", "█"]);
  });
});
