import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Evaluation, Metrics } from "../../src/domain/evaluation.ts";
import { arenaWith, goldOf, judgeMaster, type Rows } from "./judging-by-hand.ts";

const columns = { a: "text", b: "number" };
const twoColumns = { master: { file: "m.csv", columns } };
const plain = arenaWith({ tables: twoColumns });
const heldOut = arenaWith({ tables: twoColumns, holdout: 0.5 });

const evaluate = (arena: typeof plain, gold: Rows, output: Rows): Evaluation =>
  judgeMaster(goldOf(arena, gold), output).evaluation;

describe("rows are compared as a multiset", () => {
  const gold: Rows = [
    ["x", "1"],
    ["x", "1"],
    ["y", "2"],
    ["z", "3"],
  ];
  const close = (value: number) => expect.closeTo(value, 12);

  it.each<[string, Rows, object]>([
    [
      "the same rows",
      gold,
      { matchedRows: 4, missingRows: 0, unexpectedRows: 0, recall: 1, precision: 1, rowF1: 1 },
    ],
    [
      "no row",
      [],
      { outputRows: 0, missingRows: 4, recall: 0, precision: 0, rowF1: 0, meanColumnF1: 0 },
    ],
    [
      "a copy too few",
      gold.slice(1),
      { matchedRows: 3, missingRows: 1, unexpectedRows: 0, recall: close(3 / 4), precision: 1 },
    ],
    [
      "a copy too many",
      [...gold, ["x", "1.0"]],
      { matchedRows: 4, missingRows: 0, unexpectedRows: 1, recall: 1, precision: close(4 / 5) },
    ],
    [
      "one wrong value",
      [...gold.slice(1), ["x", "7"]],
      {
        matchedRows: 3,
        missingRows: 1,
        unexpectedRows: 1,
        rowF1: close(3 / 4),
        columnF1: { a: 1, b: close(3 / 4) },
        meanColumnF1: close(7 / 8),
      },
    ],
    [
      "two values exchanged between rows",
      [...gold.slice(0, 2), ["y", "3"], ["z", "2"]],
      { matchedRows: 2, rowF1: close(1 / 2), columnF1: { a: 1, b: 1 }, meanColumnF1: 1 },
    ],
    [
      "a number that is a text",
      [...gold.slice(0, 3), ["z", "3 "]],
      { matchedRows: 3, columnF1: { a: 1, b: close(3 / 4) } },
    ],
  ])("%s", (_, output, expected) => {
    expect(evaluate(plain, gold, output).metrics).toMatchObject({
      referenceRows: 4,
      outputRows: output.length,
      leftOutRows: 0,
      ...expected,
    });
  });
});

describe("fitness", () => {
  it("is half row F1 and half mean column F1, times the share of the other checks that pass", () => {
    const required = { master: { ...twoColumns.master, required: ["a"] } };
    const arena = arenaWith({ tables: required });
    const { fitness, score, total } = evaluate(arena, [["x", "1"]], [["", "1"]]);
    expect([score, total]).toEqual([3, 5]);
    expect(fitness).toBeCloseTo((0 / 2 + 0.5 / 2) * (3 / 4), 12);
  });

  it("tells apart two outputs that pass the same checks", () => {
    const gold = Array.from({ length: 77 }, (_, at) => [`row ${at}`, `${at}`]);
    const [some, more] = [30, 60].map((rows) => evaluate(plain, gold, gold.slice(0, rows)));
    expect(more?.score).toBe(some?.score);
    expect(more?.fitness).toBeGreaterThan(some?.fitness ?? 1);
  });
});

describe("held-out fitness", () => {
  const gold = Array.from({ length: 60 }, (_, at) => [`row ${at}`, `${at}`]);

  it("is the share of held-out rows reproduced", () => {
    const whole = evaluate(heldOut, gold, gold);
    expect([whole.holdoutFitness, whole.heldOut.matched]).toEqual([1, whole.heldOut.rows]);
    expect(evaluate(heldOut, gold, []).holdoutFitness).toBe(0);
  });

  it("is 0 while fitness is 1 for a program that knows the visible rows by heart", () => {
    const known = goldOf(heldOut, gold);
    const visible = gold.filter((_, row) => known.heldOut.at(row) === 0);
    const { fitness, holdoutFitness, score, total } = judgeMaster(known, visible).evaluation;
    expect([fitness, holdoutFitness, total - score]).toEqual([1, 0, 1]);
  });

  it("is null where fewer than 5 rows are held out", () => {
    const few = [1, 2, 3, 4].map((at) => [`row ${at}`, `${at}`]);
    expect(evaluate(heldOut, few, few).holdoutFitness).toBeNull();
  });
});

describe("a partial gold", () => {
  const partial = arenaWith({ tables: twoColumns, gold: { key: ["a"], partial: true } });
  const gold: Rows = [
    ["x", "1"],
    ["y", "2"],
  ];

  it("says nothing about rows whose key it does not know, and they are counted", () => {
    const output = [...gold, ["q", "1"], ["r", "9"]];
    const { metrics, fitness } = evaluate(partial, gold, output);
    expect(metrics).toMatchObject({ outputRows: 2, leftOutRows: 2, unexpectedRows: 0 });
    expect(fitness).toBe(1);
  });

  it("still notices a wrong row and a second row under a known key", () => {
    const { metrics } = evaluate(partial, gold, [
      ["x", "1"],
      ["x", "5"],
      ["y", "3"],
    ]);
    expect(metrics).toMatchObject({ matchedRows: 1, missingRows: 1, unexpectedRows: 2 });
  });

  it("finds keys after typing", () => {
    const byNumber = arenaWith({ tables: twoColumns, gold: { key: ["b"], partial: true } });
    const { metrics } = evaluate(byNumber, gold, [
      ["x", "1.00"],
      ["q", "20e-1"],
    ]);
    expect(metrics).toMatchObject({ outputRows: 2, matchedRows: 1, leftOutRows: 0 });
  });

  it("lets a program that got a held-out row wrong learn nothing of it", () => {
    const arena = arenaWith({
      tables: twoColumns,
      holdout: 0.5,
      gold: { key: ["a"], partial: true },
    });
    const many = Array.from({ length: 40 }, (_, at) => [`row ${at}`, `${at}`]);
    const known = goldOf(arena, many);
    const wrong = many.map(([a = "", b = ""], row) => [a, known.heldOut.at(row) ? "-1" : b]);
    const { evaluation, feedback } = judgeMaster(known, wrong);
    expect(evaluation.fitness).toBe(1);
    expect(feedback.unexpected).toEqual([]);
    expect(evaluation.metrics.unexpectedRows).toBe(evaluation.heldOut.rows);
    expect(feedback).toEqual(judgeMaster(known, many).feedback);
  });
});

type Pair = readonly [string, string];
const pair: fc.Arbitrary<Pair> = fc.tuple(
  fc.constantFrom("x", "y", "z", ""),
  fc.constantFrom("1", "2", "3.5", "no"),
);
const pairs = fc.array(pair, { maxLength: 12 });
const someHeldOut = fc.constantFrom(plain, heldOut);

/** Counts each text, the plain way. */
const tally = (texts: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

const inBoth = (a: readonly string[], b: readonly string[]): number => {
  const counts = tally(b);
  return [...tally(a)].reduce(
    (sum, [text, count]) => sum + Math.min(count, counts.get(text) ?? 0),
    0,
  );
};

const without = (rows: readonly Pair[], taken: readonly Pair[]): Pair[] => {
  const left = tally(taken.map(String));
  return rows.filter((row) => {
    const count = left.get(String(row)) ?? 0;
    left.set(String(row), count - 1);
    return count <= 0;
  });
};

/** The metrics as the contract words them, worked out without any cleverness. */
const simply = (gold: readonly Pair[], output: readonly Pair[]): Partial<Metrics> => {
  const f1 = (both: number): number =>
    gold.length + output.length === 0 ? 1 : (2 * both) / (gold.length + output.length);
  const matchedRows = inBoth(gold.map(String), output.map(String));
  const column = (at: 0 | 1): number =>
    f1(
      inBoth(
        gold.map((row) => row[at]),
        output.map((row) => row[at]),
      ),
    );
  return {
    referenceRows: gold.length,
    outputRows: output.length,
    matchedRows,
    missingRows: gold.length - matchedRows,
    unexpectedRows: output.length - matchedRows,
    rowF1: f1(matchedRows),
    columnF1: { a: column(0), b: column(1) },
    meanColumnF1: (column(0) + column(1)) / 2,
  };
};

const isHeldOutRow = (arena: typeof plain, [a, b]: Pair): boolean =>
  goldOf(arena, [[a, b]]).heldOutSize === 1;

describe("for any gold and any output", () => {
  test("metrics are what a plain count of both multisets gives, over the whole and the visible gold", () => {
    fc.assert(
      fc.property(someHeldOut, pairs, pairs, (arena, gold, output) => {
        const { metrics, visible, heldOut } = evaluate(arena, gold, output);
        const held = gold.filter((row) => isHeldOutRow(arena, row));
        expect(metrics).toMatchObject(simply(gold, output));
        expect(visible).toMatchObject(simply(without(gold, held), without(output, held)));
        expect(heldOut).toEqual({
          rows: held.length,
          matched: inBoth(held.map(String), output.map(String)),
        });
      }),
    );
  });

  test("matched and missing rows make the reference, matched and unexpected rows the output", () => {
    fc.assert(
      fc.property(someHeldOut, pairs, pairs, (arena, gold, output) => {
        const { metrics, visible, heldOut } = evaluate(arena, gold, output);
        for (const one of [metrics, visible]) {
          expect(one.matchedRows + one.missingRows).toBe(one.referenceRows);
          expect(one.matchedRows + one.unexpectedRows).toBe(one.outputRows);
        }
        expect(visible.referenceRows + heldOut.rows).toBe(gold.length);
        expect(visible.outputRows + heldOut.matched).toBe(output.length);
      }),
    );
  });

  test("the order of the output's rows never matters", () => {
    const shuffled = pairs.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(someHeldOut, pairs, shuffled, (arena, gold, [output, again]) => {
        const numbers = ({ checks, ...others }: Evaluation) => ({
          ...others,
          passed: checks.map(({ passed }) => passed),
        });
        expect(numbers(evaluate(arena, gold, again))).toEqual(
          numbers(evaluate(arena, gold, output)),
        );
      }),
    );
  });

  test("neither does the order of the gold's rows", () => {
    fc.assert(
      fc.property(someHeldOut, pairs, pairs, (arena, gold, output) => {
        expect(evaluate(arena, gold.toReversed(), output)).toEqual(evaluate(arena, gold, output));
      }),
    );
  });

  test("a row of values that the gold does not know never raises fitness", () => {
    fc.assert(
      fc.property(someHeldOut, pairs, pairs, fc.nat(3), (arena, gold, output, copies) => {
        const more = [...output, ...Array.from({ length: copies + 1 }, () => ["new", "777"])];
        const before = evaluate(arena, gold, output);
        const after = evaluate(arena, gold, more);
        expect(after.fitness).toBeLessThanOrEqual(before.fitness);
        expect(after.holdoutFitness ?? 0).toBe(before.holdoutFitness ?? 0);
      }),
    );
  });

  test("no row that is unexpected ever raises row F1", () => {
    fc.assert(
      fc.property(someHeldOut, pairs, pairs, pair, (arena, gold, output, extra) => {
        const before = evaluate(arena, gold, output);
        const after = evaluate(arena, gold, [...output, extra]);
        fc.pre(after.metrics.matchedRows === before.metrics.matchedRows);
        expect(after.metrics.rowF1).toBeLessThanOrEqual(before.metrics.rowF1);
        expect(after.visible.rowF1).toBeLessThanOrEqual(before.visible.rowF1);
      }),
    );
  });

  test("fitness is 1 only when every check on the visible gold passes, and both are 1 for the gold itself", () => {
    const sound = pairs.map((rows) => rows.filter(([, b]) => b !== "no"));
    fc.assert(
      fc.property(someHeldOut, sound, pairs, (arena, gold, output) => {
        const { evaluation, feedback } = judgeMaster(goldOf(arena, gold), output);
        expect(evaluation.fitness === 1).toBe(feedback.checks.every(({ passed }) => passed));
        const own = evaluate(arena, gold, gold);
        expect([own.fitness, own.holdoutFitness ?? 1, own.score]).toEqual([1, 1, own.total]);
      }),
    );
  });
});
