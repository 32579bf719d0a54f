import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { Trail } from "../../../src/adapters/trail/append.ts";
import { foldTrail, saveCheckpoint } from "../../../src/adapters/trail/fold.ts";
import type { Sha } from "../../../src/domain/digest.ts";
import type { EventDraft } from "../../../src/domain/events.ts";
import type { Fold } from "../../../src/domain/ports/trail.ts";
import { numbered, samples } from "./samples.ts";

import { open, scratch, trailOf } from "./scratch.ts";

interface Tally {
  readonly lines: number;
  readonly types: Readonly<Record<string, number>>;
}

/** Counts lines by type, and in `steps` how many it was really shown. */
const counting = (version = "1") => {
  const seen = { steps: 0 };
  const fold: Fold<Tally> = {
    version,
    state: z.strictObject({ lines: z.int(), types: z.record(z.string(), z.int()) }),
    initial: { lines: 0, types: {} },
    evolve: ({ lines, types }, { type }) => {
      seen.steps++;
      return { lines: lines + 1, types: { ...types, [type]: (types[type] ?? 0) + 1 } };
    },
  };
  return { fold, seen };
};

const finished = (checkpoint: Sha | null): EventDraft => {
  const sample = samples.find(({ type }) => type === "run.finished");
  if (sample?.type !== "run.finished") throw new Error("no such sample");
  return { ...sample, checkpoint };
};

/** Ends a run as a loop does: checkpoint, then the event that vouches for it. */
const finish = async (folder: string, trail: Trail): Promise<void> => {
  const { fold } = counting();
  const digest = saveCheckpoint(folder, fold, await foldTrail(folder, fold));
  await trail.append(finished(digest));
};

const checkpointed = async (): Promise<string> => {
  const folder = scratch();
  const trail = await trailOf(folder, 20);
  await finish(folder, trail);
  await trail.append(numbered(1));
  return folder;
};

const expected = { lines: 22, types: { challenge: 21, "run.finished": 1 } };

describe("folding a trail", () => {
  it("of nothing gives the initial state", async () => {
    const { fold } = counting();
    expect(await foldTrail(scratch(), fold)).toMatchObject({
      state: fold.initial,
      head: { seq: 0 },
    });
  });

  it("reads on from a checkpoint that the chain vouches for", async () => {
    const folder = await checkpointed();
    const { fold, seen } = counting();
    const folded = await foldTrail(folder, fold);
    expect(folded.state).toEqual(expected);
    expect(folded.head).toEqual((await open(folder)).head());
    expect(seen.steps).toBe(2);
  });

  it("gives the same over many runs, each with its checkpoint, as from the start", async () => {
    const folder = scratch();
    for (let run = 0; run < 4; run++) await finish(folder, await trailOf(folder, run));
    const resumed = await foldTrail(folder, counting().fold);
    const whole = await foldTrail(folder, counting("other").fold);
    expect(resumed).toEqual(whole);
  });

  const checkpoint = (folder: string) => join(folder, "checkpoint.json");
  const edit = (folder: string, from: string, to: string): void => {
    const text = readFileSync(checkpoint(folder), "utf8");
    expect(text).toContain(from);
    writeFileSync(checkpoint(folder), text.replace(from, to));
  };

  it.each<[string, (folder: string) => void]>([
    ["has an edited state", (folder) => edit(folder, '"lines":20', '"lines":21')],
    ["names another place", (folder) => edit(folder, '"seq":20', '"seq":19')],
    ["names a place beyond the end", (folder) => edit(folder, '"bytes":', '"bytes":9')],
    ["is of another shape", (folder) => edit(folder, '"lines":20', '"lines":"20"')],
    ["is cut off", (folder) => edit(folder, "}}", "")],
    ["is empty", (folder) => writeFileSync(checkpoint(folder), "")],
  ])("ignores a checkpoint that %s", async (_title, damage) => {
    const folder = await checkpointed();
    damage(folder);
    const { fold } = counting();
    expect((await foldTrail(folder, fold)).state).toEqual(expected);
  });

  it("ignores a checkpoint that no run's end vouches for", async () => {
    const folder = scratch();
    const trail = await trailOf(folder, 3);
    const { fold, seen } = counting();
    saveCheckpoint(folder, fold, {
      head: trail.head(),
      state: { lines: 1000, types: { forged: 1000 } },
    });
    await trail.append(finished(null));
    expect((await foldTrail(folder, fold)).state.lines).toBe(4);
    expect(seen.steps).toBe(5);
  });

  it("ignores a checkpoint of another rule", async () => {
    const folder = await checkpointed();
    const { fold, seen } = counting("2");
    expect((await foldTrail(folder, fold)).state).toEqual(expected);
    expect(seen.steps).toBe(22);
  });

  it("tells of damage wherever it is, checkpoint or not", async () => {
    const folder = await checkpointed();
    const trail = join(folder, "trail.jsonl");
    const text = readFileSync(trail, "utf8");
    writeFileSync(trail, text.replace(/"rows":1,(?=[^\n]*\n$)/, '"rows":2,'));
    await expect(foldTrail(folder, counting().fold)).rejects.toMatchObject({
      code: "trail-damaged",
      message: expect.stringContaining("line 22 "),
    });
  });
});
