import { expect, test } from "vitest";
import { createSearch } from "../../../src/proposers/former-search/search.ts";
import { financeFeeds } from "../../support/assignments.ts";
import { financeStarter } from "../../support/finance.ts";
import { repairInProcess } from "../../support/in-process-loop.ts";

test("from the finance starter every round is kept, and nothing is left to repair", async () => {
  const starter = { text: financeStarter(), origin: "starter" } as const;
  const { evaluation, rounds, saturated } = await repairInProcess(
    createSearch(),
    financeFeeds(),
    starter,
  );
  expect(evaluation).toMatchObject({ score: 14, total: 14, fitness: 1, holdoutFitness: 1 });
  expect(rounds.map(({ reason }) => reason)).toEqual(rounds.map(() => ""));
  expect(rounds.length).toBeLessThanOrEqual(10);
  expect(saturated).toBe("every visible gold row is explained");
});
