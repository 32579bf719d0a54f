import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { type ArenaKind, arenaKinds, writeArena } from "../../support/arenas/index.ts";
import { literalsOfTheGoldAlone } from "../../support/literals.ts";
import { removeFolder } from "../../support/remove-folder.ts";
import { repair } from "../../support/repair.ts";
import { inSoak, inThorough } from "../../support/soak.ts";
import { typeFaults } from "../../support/type-faults.ts";

/** Programs that were kept, by what they repair. */
const written = new Map<string, string>();
afterAll(() => {
  const faults = typeFaults(written);
  if (faults !== "") throw new Error(`programs that the type checker refuses:\n${faults}`);
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "cleanloop-arena-"));
});
afterEach(() => removeFolder(root));

/** A repair by column, and one that is learnt from few. */
const telling = [
  ...["repair-dates", "few-known-loans"],
  ...inThorough(["store-places", "meter-rounds"]), // from several columns, by rows
];
const others = arenaKinds.filter(({ name, solvable }) => solvable && !telling.includes(name));
const named = (name: string): ArenaKind => {
  const kind = arenaKinds.find((one) => one.name === name);
  if (!kind) throw new Error(`no arena is called ${name}`);
  return kind;
};
const asked = [...telling.map(named), ...inSoak(others)];

test.each(asked.map((kind) => [kind.about, kind] as const))(
  "half of the gold unseen, the loop finds %s",
  async (_about, kind) => {
    writeArena(root, kind.make(1));
    const { evaluation, hypotheses, text } = await repair(root);
    written.set(kind.name, text);
    const { rows, matched } = evaluation.heldOut;
    expect(matched / rows).toBeGreaterThanOrEqual(0.97);
    expect(literalsOfTheGoldAlone(root)).toEqual([]);
    for (const hypothesis of hypotheses) expect(hypothesis).toMatch(/^.{10,}$/);
  },
);

test("what the inputs do not determine is given up early and said, and nothing is memorised", async () => {
  writeArena(root, named("essay-marks").make(1));
  const { result, rounds } = await repair(root);
  expect(result).toMatchObject({ stopReason: "saturated", tripwire: null });
  expect(rounds.length).toBeLessThanOrEqual(10);
  expect(rounds.at(-1)).toMatchObject({
    decision: "void",
    reason: { detail: expect.stringMatching(/\d+ of \d+ rows/) },
  });
  expect(result.fitnessAfter).toBeGreaterThanOrEqual(result.fitnessBefore ?? 0);
  expect(literalsOfTheGoldAlone(root)).toEqual([]);
});
