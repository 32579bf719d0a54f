import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Backend } from "../../../src/adapters/containment/backends/backend.ts";
import { processOnly } from "../../../src/adapters/containment/backends/process.ts";
import { Sandbox } from "../../../src/adapters/containment/containment.ts";
import { thisNode } from "../../../src/adapters/containment/node.ts";
import { needs } from "../../support/machine.ts";
import { processesWith } from "../../support/processes.ts";
import { inThorough } from "../../support/soak.ts";
import { everyBackend, neverEnds, newWorld, type World, writesTables } from "./world.ts";

/* How programs with all of Node in hand end. Only where a timeout is wanted is time short. */

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.end());

const limits = { memoryMb: 96, outputMb: 2 };

const run = (backend: Backend, program: string, timeoutSeconds?: number) => {
  const { limits: usual, ...job } = world.job();
  const given = { ...usual, ...limits, ...(timeoutSeconds ? { timeoutSeconds } : {}) };
  return new Sandbox(world.runtime(program), [backend]).run(
    { ...job, limits: given },
    { isolation: "auto", allowProcess: true },
  );
};

type End = readonly [outcome: string, title: string, program: string];

const ends: readonly End[] = [
  [
    "out_of_memory",
    "a heap that grows for ever",
    "for (const kept = []; ; ) kept.push([...'heap']);",
  ],
  ...inThorough<End>([
    [
      "out_of_memory",
      "buffers outside the heap that grow for ever",
      "const kept = []; setInterval(() => kept.push(Buffer.alloc(8e6, 1)));",
    ],
    [
      "output_flood",
      "a flood on stderr",
      "for (;;) require('node:fs').writeSync(2, 'x'.repeat(65536));",
    ],
    ["crash", "an uncaught error", "throw new Error('no');"],
  ]),
  [
    "out_of_memory",
    "WebAssembly memory that grows for ever",
    `const held = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
     setInterval(() => { held.grow(128); new Uint8Array(held.buffer).fill(1); });`,
  ],
  [
    "output_flood",
    "a flood on stdout",
    "for (;;) require('node:fs').writeSync(1, 'x'.repeat(65536));",
  ],
  ["crash", "an abort", "process.abort();"],
  [
    "crash",
    "a program that only says that it is out of memory",
    "console.error('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'); process.exit(134);",
  ],
  ["bad_output", "an end without tables", "process.exit(0);"],
  ["ok", "tables as they should be", writesTables],
];

const timeouts = [
  ["an endless loop", neverEnds],
  [
    "a program that ignores signals",
    "for (const name of ['SIGTERM', 'SIGINT', 'SIGXCPU']) process.on(name, () => {}); setInterval(() => {}, 1000);",
  ],
  [
    "a program that goes silent",
    "for (const pipe of [1, 2]) require('node:fs').closeSync(pipe); setInterval(() => {}, 1000);",
  ],
] as const;

describe.each(everyBackend)("on $name", ({ backend, needed }) => {
  beforeEach(needs(...needed));

  test.each(ends)("%s: %s", async (outcome, _title, program) => {
    const ran = await run(backend, program);
    expect(ran.outcome, ran.outcome === "ok" ? "" : ran.detail).toBe(outcome);
    expect(world.leftBehind()).toEqual([]);
  });

  test.each(timeouts)("timeout: %s", async (_title, program) => {
    expect((await run(backend, program, 1)).outcome).toBe("timeout");
    expect([processesWith(world.base), world.leftBehind()]).toEqual([[], []]);
  });
});

test("without Node's permissions a daemon that holds the pipe is found, and ended", async () => {
  const daemon = `${writesTables}
    const options = { detached: true, stdio: "inherit" };
    require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", __filename], options).unref();`;
  const runtime = world.runtime(daemon);
  const open = { ...runtime, node: { ...thisNode(), permissionFlag: null } };
  const ran = await new Sandbox(open, [processOnly]).run(
    world.job({ limits: { timeoutSeconds: 3, ...limits } }),
    { isolation: "auto", allowProcess: true },
  );
  expect(ran).toMatchObject({ outcome: "timeout", facts: { violation: true } });
  expect(ran.outcome !== "ok" && ran.detail).toContain("held on");
  expect(processesWith(world.base)).toEqual([]);
});
