import { describe, expect, test } from "vitest";
import { attemptAfter, attemptsIn, attemptsOn } from "../../src/policy/attempts.ts";
import {
  approved,
  type Blocked,
  blockedFor,
  contained,
  failed,
  kept,
  notKept,
  notStarted,
  parked,
  refused,
  stale,
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

describe("an attempt that waited for a person", () => {
  const round = parked(3, { beside: [contained()] });
  const told = (decided: Parameters<typeof attemptAfter>[1]) =>
    attemptsIn(round).map((attempt) => attemptAfter(attempt, decided).result);

  test("is told as kept when it was approved, and the others of its round as they were", () => {
    expect(told(approved(round, 0.5, 0.6))).toEqual(["kept", "not-chosen"]);
  });

  test("is told as refused, with the person's reason", () => {
    const [attempt] = attemptsIn(round);
    expect(attempt && attemptAfter(attempt, refused(round))).toMatchObject({
      result: "refused",
      detail: "too clever",
    });
  });

  test("that had become stale is told with what came of judging it anew", () => {
    expect(told(stale(round))).toEqual(["no-better", "not-chosen"]);
  });
});

test("what was kept on a genome and undone since may be tried on it again", () => {
  const attempts = [...attemptsIn(kept(1)), ...attemptsIn(blockedFor(2, "worse"))];
  const [first] = attempts;
  expect(attemptsOn(attempts, first?.parent ?? "").map(({ result }) => result)).toEqual(["worse"]);
  expect(attemptsOn(attempts, "another genome")).toEqual(attempts);
});
