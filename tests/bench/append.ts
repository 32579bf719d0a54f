import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTrail, type Trail } from "../../src/adapters/trail/append.ts";
import { sha256 } from "../../src/domain/digest.ts";
import type { EventDraft } from "../../src/domain/events.ts";
import { writeTrail } from "./long-trail.ts";

import { median } from "./measure.ts";

const sha = sha256("a genome");
const small: EventDraft = { type: "adopted", from: sha, to: sha, origin: "person" };

/** One durable line at the end of a long trail, over one at the end of a short trail. */
export const lateAppend = async (late: number, early: number, pairs: number): Promise<number> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    const long = await trailOf(join(root, "long"), late);
    const short = await trailOf(join(root, "short"), early);
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const base = await appendMs(short);
      ratios.push((await appendMs(long)) / base);
    }
    return median(ratios);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const trailOf = (folder: string, lines: number): Promise<Trail> => {
  writeTrail(folder, repeated(small, lines - 1));
  return openTrail({ folder, run: "20300102t030405-abcdef", now: () => new Date() });
};

function* repeated(draft: EventDraft, times: number): Generator<EventDraft> {
  for (let time = 0; time < times; time++) yield draft;
}

const appendMs = async (trail: Trail): Promise<number> => {
  const start = performance.now();
  await trail.append(small);
  return performance.now() - start;
};
