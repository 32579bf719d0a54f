import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Job } from "../../src/domain/run.ts";
import { layOutFinance, shipped } from "../support/finance.ts";
import { median } from "./measure.ts";

const emptyGenome = Buffer.from("export const clean = () => {};\n");

export interface ContainedStart {
  /** A sandbox that is set up for this one run. */
  readonly cold: number;
  /** One that stood ready when its job came. */
  readonly ready: number;
}

/** So many times what a Node takes to start, and a sandbox surely stands ready. */
export const untilReady = 12;

/** A genome that does nothing, from the request to its tables, over a Node that does nothing. */
export const containedStart = async (
  pairs: number,
  bareNode: () => number,
): Promise<ContainedStart> => {
  const library: typeof import("../../src/index.ts") = await import(
    pathToFileURL(shipped("dist/index.js")).href
  );
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-start-"));
  try {
    layOutFinance(folder);
    const { ports } = library.openProject(folder);
    const compiled = await ports.compiler.compile(emptyGenome);
    if (!compiled.ok) throw new Error("the empty genome does not compile");
    const input = join(folder, "in.csv");
    writeFileSync(input, "a\n1\n");
    const job: Job = {
      program: compiled.program.js,
      inputs: [{ name: "in.csv", path: input }],
      tables: [
        { name: "master", file: "m.csv", columns: [{ name: "a", type: "text" }], required: [] },
      ],
      limits: { timeoutSeconds: 30, memoryMb: 512, outputMb: 64 },
      outputFolder: folder,
    };
    const anyWay = { isolation: "auto", allowProcess: true } as const;
    const run = async (): Promise<number> => {
      const start = performance.now();
      const { outcome } = await ports.containment.run(job, anyWay);
      if (outcome !== "ok") throw new Error(`the empty genome ended as ${outcome}`);
      return performance.now() - start;
    };
    const readyRun = async (patienceMs: number): Promise<number> => {
      const standby = await ports.containment.standBy(job, { ...anyWay, slots: 1, untried: false });
      standby.expect({ onFeeds: 1, onOthers: 0 });
      await after(patienceMs);
      const time = await run();
      await standby.close();
      return time;
    };
    await run(); // the first real run is the backend's trial
    const cold: number[] = [];
    const ready: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const base = bareNode();
      cold.push((await run()) / base);
      ready.push((await readyRun(untilReady * base)) / bareNode());
    }
    return { cold: median(cold), ready: median(ready) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
