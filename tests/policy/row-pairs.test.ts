import { describe, expect, it } from "vitest";
import { pairRows } from "../../src/policy/row-pairs.ts";

const columns = ["id", "name", "currency"].map((name) => ({ name }));
const pairs = (
  missing: readonly string[][],
  unexpected: readonly string[][],
  key: readonly string[] = [],
) => pairRows(columns, key, missing, unexpected);

describe("missing and unexpected rows side by side", () => {
  it("those that differ least come first, then those without a partner", () => {
    const found = pairs(
      [
        ["1", "Ann", "EUR"],
        ["2", "Bob", "EUR"],
        ["9", "Zoe", "CHF"],
      ],
      [
        ["1", "ann", "eur"],
        ["2", "Bob", "eur"],
        ["7", "Tim", "USD"],
      ],
    );
    expect(found).toEqual([
      { wanted: ["2", "Bob", "EUR"], got: ["2", "Bob", "eur"], differs: ["currency"] },
      { wanted: ["1", "Ann", "EUR"], got: ["1", "ann", "eur"], differs: ["name", "currency"] },
      { wanted: ["9", "Zoe", "CHF"], got: null, differs: [] },
      { wanted: null, got: ["7", "Tim", "USD"], differs: [] },
    ]);
  });

  it("the arena's key says more than all other cells together", () => {
    const [first] = pairs(
      [["1", "Ann", "EUR"]],
      [
        ["2", "Ann", "EUR"],
        ["1", "Tim", "USD"],
      ],
      ["id"],
    );
    expect(first).toMatchObject({ got: ["1", "Tim", "USD"], differs: ["name", "currency"] });
  });

  it("a value that few rows share says more than one that all have", () => {
    const [first] = pairs(
      [["x", "Ann", "EUR"]],
      [
        ["7", "Bob", "EUR"],
        ["8", "Ann", "USD"],
        ["9", "Tim", "EUR"],
      ],
    );
    expect(first?.got).toEqual(["8", "Ann", "USD"]);
  });

  it("no row is the partner of two", () => {
    const found = pairs(
      [
        ["1", "Ann", "EUR"],
        ["1", "Ann", "EUR"],
      ],
      [["1", "Ann", "USD"]],
    );
    expect(found.map(({ got }) => got !== null)).toEqual([true, false]);
  });
});
