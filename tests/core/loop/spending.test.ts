import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LoopSpending } from "../../../src/core/loop/spending.ts";

const cost = (tokens: number, usd = 0) => ({ tokens, usd });

describe("a budget", () => {
  test("sets the most that a call can cost aside before it is made", () => {
    const spending = new LoopSpending({ tokens: 100, usd: null });
    expect(spending.reserve(cost(60))).not.toBeNull();
    expect(spending.reserve(cost(60))).toBeNull();
    expect(spending.refused).toBe("budget-tokens");
  });

  test("gives back what a call did not use", () => {
    const spending = new LoopSpending({ tokens: 100, usd: null });
    spending.reserve(cost(60))?.settle(cost(10));
    expect(spending.spent).toEqual(cost(10));
    expect(spending.reserve(cost(90))).not.toBeNull();
    expect(spending.refused).toBeNull();
  });

  test("counts a call that is settled twice once", () => {
    const spending = new LoopSpending({ tokens: 100, usd: null });
    const call = spending.reserve(cost(60));
    call?.settle(cost(50));
    call?.settle(cost(50));
    expect(spending.spent).toEqual(cost(50));
  });

  test("in dollars is told apart from one in tokens", () => {
    const spending = new LoopSpending({ tokens: 100, usd: 1 });
    expect(spending.reserve(cost(1, 1.01))).toBeNull();
    expect(spending.refused).toBe("budget-cost");
    expect(spending.limitOf("budget-cost")).toBe(1);
  });

  test("that nobody set refuses nothing, and still counts", () => {
    const spending = new LoopSpending({ tokens: null, usd: null });
    spending.reserve(cost(1e12, 1e9))?.settle(cost(1e12, 1e9));
    expect(spending.spentOn("budget-tokens")).toBe(1e12);
    expect(spending.spentOn("budget-cost")).toBe(1e9);
  });
});

const cents = fc.integer({ min: 0, max: 500 }).map((amount) => amount / 100);
const calls = fc.array(
  fc.record({
    most: fc.record({ tokens: fc.nat(200), usd: cents }),
    used: fc.double({ min: 0, max: 1, noNaN: true }),
    settledAfter: fc.nat(5),
  }),
);

test("is never overrun, however many calls are under way at once", () => {
  fc.assert(
    fc.property(fc.nat(1000), cents, calls, (tokens, usd, sequence) => {
      const spending = new LoopSpending({ tokens, usd });
      const open: { readonly due: number; readonly settle: () => void }[] = [];
      let setAside = cost(0);
      for (const [at, { most, used, settledAfter }] of sequence.entries()) {
        for (const call of open.filter(({ due }) => due === at)) call.settle();
        const reservation = spending.reserve(most);
        if (!reservation) continue;
        setAside = cost(setAside.tokens + most.tokens, setAside.usd + most.usd);
        const settle = (): void => {
          setAside = cost(setAside.tokens - most.tokens, setAside.usd - most.usd);
          reservation.settle(cost(Math.floor(used * most.tokens), used * most.usd));
        };
        open.push({ due: at + 1 + settledAfter, settle });
        expect(spending.spent.tokens + setAside.tokens).toBeLessThanOrEqual(tokens);
        expect(spending.spent.usd + setAside.usd).toBeLessThanOrEqual(usd + 1e-9);
      }
    }),
  );
});
