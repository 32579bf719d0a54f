import { expect, test } from "vitest";
import { Series } from "../../../src/core/observe/gathering.ts";

const seriesOf = (rounds: number): Series => {
  const series = new Series();
  for (let round = 1; round <= rounds; round++)
    series.add({ round, fitness: round / rounds, holdoutFitness: null });
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

test("what was approved later corrects the last point", () => {
  const series = seriesOf(3);
  series.correct({ fitness: 0.9, holdoutFitness: 0.8 });
  expect(series.points.at(-1)).toEqual({ round: 3, fitness: 0.9, holdoutFitness: 0.8 });
});
