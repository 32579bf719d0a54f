import { expect, test } from "vitest";
import { createSearch } from "../../../src/proposers/former-search/search.ts";
import { arenaKinds } from "../../support/arenas/index.ts";
import { feedsOf } from "../../support/generated.ts";
import { repairInProcess } from "../../support/in-process-loop.ts";

// In this process, by the real judge and keep rule: what is shown is the search, not the walls.
const repaired = async (kind: (typeof arenaKinds)[number]) => {
  const made = kind.make(1);
  const from = { text: made.starter, origin: "starter" } as const;
  return repairInProcess(createSearch(), feedsOf(made), from);
};

for (const kind of arenaKinds.filter(({ solvable }) => solvable))
  test(`half of the gold unseen, it finds ${kind.about}`, { timeout: 120_000 }, async () => {
    const { evaluation } = await repaired(kind);
    const { heldOut } = evaluation;
    expect(heldOut.matched / heldOut.rows).toBeGreaterThanOrEqual(0.97);
  });

for (const kind of arenaKinds.filter(({ solvable }) => !solvable))
  test(`it stops early and says so where nothing can be found: ${kind.about}`, async () => {
    const { rounds, saturated } = await repaired(kind);
    expect(rounds.length).toBeLessThanOrEqual(5);
    expect(saturated).toMatch(/not explained: .+ in \d+ of \d+ rows/);
  });
