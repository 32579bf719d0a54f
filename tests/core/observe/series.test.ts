import { expect, test } from "vitest";
import { noDecisions, Series } from "../../../src/core/observe/series.ts";

const seriesOf = (rounds: number): Series => {
  const series = new Series();
  for (let round = 1; round <= rounds; round++)
    series.add({
      first: round,
      round,
      fitness: round / rounds,
      holdoutFitness: null,
      best: round / rounds,
      bestHoldout: null,
      level: 0,
      decisions: { ...noDecisions, [round % 2 === 0 ? "kept" : "pending"]: 1 },
    });
  return series;
};

test("a short history is kept whole", () => {
  expect(seriesOf(100).points.map(({ round }) => round)).toEqual(
    Array.from({ length: 100 }, (_, at) => at + 1),
  );
});

test.each([511, 512, 513, 1_000, 99_999, 100_000])(
  "of %i rounds no more points stay than a screen can show, evenly, the last round with them",
  (rounds) => {
    const kept = seriesOf(rounds).points.map(({ round }) => round);
    expect(kept.length).toBeGreaterThanOrEqual(Math.min(rounds, 256));
    expect(kept.length).toBeLessThanOrEqual(512);
    expect(kept.at(-1)).toBe(rounds);
    const steps = kept.slice(1, -1).map((round, at) => round - (kept[at] ?? 0));
    expect(new Set(steps).size).toBe(1);
  },
);

test("each round is counted once, however many share a point", () => {
  const { points } = seriesOf(99_999);
  const total = (of: "kept" | "pending") =>
    points.reduce((sum, { decisions }) => sum + decisions[of], 0);
  expect([total("kept"), total("pending")]).toEqual([49_999, 50_000]);
  for (const [at, { first }] of points.entries())
    expect(first).toBe(at === 0 ? 1 : (points[at - 1]?.round ?? 0) + 1);
});

test("what was approved later corrects the last point, and its round counts as kept", () => {
  const series = seriesOf(3);
  series.correct({ fitness: 0.9, holdoutFitness: 0.8 });
  series.recount(3, "pending", "kept");
  expect(series.points.at(-1)).toMatchObject({
    round: 3,
    fitness: 0.9,
    holdoutFitness: 0.8,
    decisions: { kept: 1, pending: 0 },
  });
});
