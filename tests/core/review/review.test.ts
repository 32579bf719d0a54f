import { afterEach, expect, test } from "vitest";
import { showReview } from "../../../src/core/review/review.ts";
import { Unreadable } from "../../../src/domain/unreadable.ts";
import { openWorkspace } from "../../../src/wiring.ts";
import { rung } from "../../support/loop/candidates.ts";
import { Lab } from "../../support/loop/lab.ts";

const lab = new Lab().arena();
afterEach(() => lab.dispose());

test("a table that cannot be read, though its run ended well, is told by the candidate's name", async () => {
  lab.script.play(1, rung(1));
  await lab.loop("--reviewer", "human");
  const { ports, ...workspace } = openWorkspace({ root: lab.root, env: {}, cwd: "/" });
  // biome-ignore lint/correctness/useYield: it breaks off before its first rows
  const readTable: typeof ports.readTable = async function* () {
    throw new Unreadable("has a misplaced quote in line 7");
  };
  const shown = showReview(
    { ...workspace, ports: { ...ports, readTable } },
    "r1",
    new AbortController().signal,
  );
  await expect(shown).rejects.toMatchObject({
    code: "rows-not-shown",
    message: expect.stringContaining("cannot be shown: a master table has a misplaced quote"),
    exit: 1,
  });
});
