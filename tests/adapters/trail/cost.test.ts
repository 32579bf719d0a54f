import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Trail } from "../../../src/adapters/trail/append.ts";
import { prepareHead, publishHead } from "../../../src/adapters/trail/head-file.ts";
import { trailFiles } from "../../../src/adapters/trail/trail-files.ts";
import { genesis, link } from "../../../src/policy/chain.ts";
import { processorTimeOf } from "../../support/processor-time.ts";
import { numbered } from "./samples.ts";
import { now, open, scratch, trailOf } from "./scratch.ts";

/** A trail that ends after a million lines in eight gigabytes, of which only the end is there. */
const huge = (folder: string): void => {
  const stamp = { run: "run-1", at: now().toISOString() };
  const start = { seq: 999_998, hash: genesis.hash, bytes: 8e9 };
  const one = link(start, stamp, numbered(1));
  const two = link(one.head, stamp, numbered(2));
  const file = openSync(join(folder, "trail.jsonl"), "w");
  writeSync(file, Buffer.concat([one.line, two.line]), 0, null, start.bytes);
  closeSync(file);
  prepareHead(trailFiles(folder), { ...two.head, unrecorded: [] });
  publishHead(trailFiles(folder));
};

const timed = (trail: Trail): Promise<number> => processorTimeOf(() => trail.append(numbered(1)));

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

it("an append costs the same at line 10 and at line 1,000,000", async () => {
  const [small, large] = [scratch(), scratch()];
  huge(large);
  const trails = [await trailOf(small, 10), await open(large)] as const;
  const costs: [number[], number[]] = [[], []];
  for (let pair = 0; pair < 60; pair++) {
    costs[0].push(await timed(trails[0]));
    costs[1].push(await timed(trails[1]));
  }
  expect(trails[1].head().seq).toBe(1_000_060);
  expect(median(costs[1]) / median(costs[0])).toBeLessThan(3);
});
