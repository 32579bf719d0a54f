import { describe, expect, test } from "vitest";
import { attemptsIn } from "../../src/policy/attempts.ts";
import {
  type Blocked,
  blockedFor,
  contained,
  failed,
  kept,
  notKept,
  notStarted,
  parked,
  turnedAway,
  voided,
} from "../support/rounds.ts";

const resultsOf = (round: Parameters<typeof attemptsIn>[0]) =>
  attemptsIn(round).map(({ result, detail }) => [result, detail]);

describe("what later proposers are told of an attempt", () => {
  test("that was kept, or waits for a person", () => {
    expect(resultsOf(kept(1))).toEqual([["kept", ""]]);
    expect(resultsOf(parked(1))).toEqual([["pending", ""]]);
  });

  test("that was good, but not the best of its round", () => {
    const [, other] = attemptsIn(kept(1, { beside: [contained()] }));
    expect(other).toMatchObject({ result: "not-chosen" });
  });

  test("that the gate turned away, with the place", () => {
    expect(resultsOf(notKept(1, turnedAway("syntax")))).toEqual([["syntax", "line 3: ; expected"]]);
  });

  test("that was not contained, or never started", () => {
    expect(resultsOf(notKept(1, failed("timeout")))).toEqual([["timeout", "ended after 30 s"]]);
    expect(resultsOf(voided(1, "not-started", notStarted()))).toEqual([
      ["not_started", "no process could be started"],
    ]);
  });

  test.each<Blocked>(["worse", "no-better", "rows-lost", "check-lost", "vetoed"])(
    "that was turned down as %s",
    (code) => {
      expect(resultsOf(blockedFor(1, code))[0]?.[0]).toBe(code);
    },
  );

  test.each<Blocked>(["overfit", "holdout-lower"])(
    "that held-out rows spoke against (%s): the one word overfit, without a number",
    (code) => {
      const [[result, detail] = []] = resultsOf(blockedFor(1, code));
      expect(result).toBe("overfit");
      expect(detail).not.toMatch(/\d/);
    },
  );
});

test("every candidate of a round is one attempt on that round's parent", () => {
  const round = kept(4, { beside: [contained(), turnedAway()] });
  expect(attemptsIn(round).map(({ sha, parent }) => ({ sha, parent }))).toEqual(
    round.candidates.map(({ sha }) => ({ sha, parent: round.parent })),
  );
});
