import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";

import {
  boundsFor,
  limitLines,
  outputCeiling,
  seemingMemoryMb,
} from "../../../src/adapters/containment/bounds.ts";

const node = { reservedMb: 128 };
const limits = fc.record({
  timeoutSeconds: fc.double({ min: 0.1, max: 86_400, noNaN: true }),
  memoryMb: fc.integer({ min: 16, max: 1_048_576 }),
  outputMb: fc.double({ min: 0.001, max: 1_048_576, noNaN: true }),
});

test("V8 stops before the watch does, and the watch before the kernel", () => {
  fc.assert(
    fc.property(limits, (given) => {
      const { heapMb, youngMb, memoryMb, dataMb } = boundsFor(given, node);
      expect(heapMb + 3 * youngMb).toBeLessThan(memoryMb);
      expect(memoryMb).toBeLessThan(dataMb);
    }),
  );
});

test("more than the allowed output can be seen before it is refused", () => {
  fc.assert(
    fc.property(limits, (given) => {
      const bounds = boundsFor(given, node);
      expect(outputCeiling(bounds)).toBeGreaterThan(bounds.outputBytes);
    }),
  );
});

test("a machine is made up only where V8 would choose that heap on it", () => {
  const seeming = (memoryMb: number) =>
    seemingMemoryMb(boundsFor({ timeoutSeconds: 1, memoryMb, outputMb: 1 }, node));
  expect([16, 128, 512, 1024, 4096].map(seeming)).toEqual([null, null, 928, 1952, null]);
});

test("the shell sets every limit", () => {
  const bounds = boundsFor({ timeoutSeconds: 3, memoryMb: 64, outputMb: 2 }, node);
  const script = [...limitLines(bounds), ...["c", "f", "n", "d", "t"].map((at) => `ulimit -${at}`)];
  const said = execFileSync("/bin/sh", ["-c", script.join("\n")], { encoding: "utf8" });
  const { openFiles, dataMb, cpuSeconds } = bounds;
  const blocks = outputCeiling(bounds) / 512;
  expect(said.trim().split("\n").map(Number)).toEqual([
    0,
    blocks,
    openFiles,
    dataMb * 1024,
    cpuSeconds,
  ]);
});
