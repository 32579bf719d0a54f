import { describe, expect, it, test } from "vitest";
import { allMarks, marksOfType, wholeMarks, wholeOrPieceMarks } from "../../src/cells/marks.ts";

describe("a cell of the gold is recognised in a cell of an input", () => {
  it.each([
    ["2024-02-03", "03.02.2024"],
    ["2024-02-03", "2/3/24"],
    ["2024-02-03", "3 February 2024"],
    ["2024-02-03", "2024/2/3 10:30"],
    ["-1250.5", "(€ 1,250.50)"],
    ["1250.50", "CHF 1.250,50 CR"],
    ["00480", "480"],
    ["Zürich Ropes", " ROPES, ZURICH 🎉"],
    ["Okafor", "17;Okafor;paid"],
  ])("%s in %s", (answer, cell) => {
    const read = new Set(wholeOrPieceMarks(cell));
    expect(wholeMarks(answer).filter((mark) => read.has(mark))).not.toEqual([]);
  });

  it("but not where it says something else", () => {
    expect(wholeMarks("12.50")).not.toEqual(wholeMarks("12.05"));
    expect(wholeMarks("2024-02-13")).not.toEqual(wholeMarks("2024-03-13"));
    expect(wholeMarks("  ")).toEqual([]);
  });
});

describe("a cell is also recognised by what stands somewhere in it", () => {
  it.each([
    ["number", "12.5", "about 12.50 EUR per piece"],
    ["number", "-40", "(40.00)"],
    ["date", "2024-03-05", "sent 5/3/2024 by mail"],
    ["date", "2024-03-05", "log_20240305_final"],
    ["text", "Turing", "Turing, Alan (London)"],
    ["text", "17", "A17b"],
  ] as const)("a %s: %s in %s", (type, answer, cell) => {
    const read = new Set(allMarks(cell));
    const wanted = marksOfType(type, answer).map((mark) => mark.replace("=", "~"));
    expect(wanted.filter((mark) => read.has(mark))).not.toEqual([]);
  });
});

test("a number is not looked for as a day, nor a day as a number", () => {
  expect(marksOfType("number", "2024")).toEqual(["#2024"]);
  expect(marksOfType("date", "2024-03-05")).toEqual(["@2024-03-05"]);
});

test("a long cell has no more marks than a short one may have", () => {
  const long = Array.from({ length: 5_000 }, (_, at) => `word${at}`).join(" ");
  expect(allMarks(long).length).toBeLessThan(120);
  expect(wholeMarks(` ${long} more`)).toEqual(wholeMarks(long));
});
