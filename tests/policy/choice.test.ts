import { describe, expect, it, test } from "vitest";
import type { RecordedCandidate } from "../../src/domain/event-parts.ts";
import { byFitness, chosenFirst, isKeepable } from "../../src/policy/rounds/chosen.ts";
import { contained, failed, notStarted, turnedAway } from "../support/rounds.ts";

const first = (...candidates: RecordedCandidate[]): RecordedCandidate | undefined =>
  candidates.sort(chosenFirst)[0];

describe("the candidate that stands for a round", () => {
  it("is the best of those that can be kept", () => {
    const good = contained({ fitness: 0.7 });
    const better = contained({ fitness: 0.9, blocked: "overfit" });
    expect(first(better, contained({ fitness: 0.6 }), good)).toBe(good);
  });

  it("is of equals the one that was put to the vetoes first, wherever it stands", () => {
    const small = { ...contained({ fitness: 0.7 }), changedLines: 2 };
    const large = { ...contained({ fitness: 0.7 }), changedLines: 9 };
    for (const both of [
      [small, large],
      [large, small],
    ]) {
      expect(both.filter(isKeepable).sort(byFitness)[0]).toBe(small);
      expect(first(...both)).toBe(small);
    }
  });

  it("is the one that tried something forbidden, however good another is", () => {
    const violating = failed("crash", { violation: true });
    expect(first(contained({ fitness: 1 }), violating)).toBe(violating);
  });
});

test.each([
  ["reverted before one that failed", contained({ blocked: "worse" }), failed()],
  ["failed before one that was turned away", failed(), turnedAway()],
  ["turned away before one that was our own fault", turnedAway(), notStarted()],
])("a candidate that was %s stands for the round", (_, one, other) => {
  expect(first(other, one)).toBe(one);
});
