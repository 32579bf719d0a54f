import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { layOutFinance, shipped } from "../support/finance.ts";
import { median } from "./measure.ts";

const emptyGenome = Buffer.from("export const clean = () => {};\n");

/** A genome that does nothing, from the request to its tables, over a Node that does nothing. */
export const containedStart = async (pairs: number, bareNode: () => number): Promise<number> => {
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
    const run = async (): Promise<number> => {
      const start = performance.now();
      const { outcome } = await ports.containment.run(
        {
          program: compiled.program.js,
          inputs: [{ name: "in.csv", path: input }],
          tables: [
            { name: "master", file: "m.csv", columns: [{ name: "a", type: "text" }], required: [] },
          ],
          limits: { timeoutSeconds: 30, memoryMb: 512, outputMb: 64 },
          outputFolder: folder,
        },
        { isolation: "auto", allowProcess: true },
      );
      if (outcome !== "ok") throw new Error(`the empty genome ended as ${outcome}`);
      return performance.now() - start;
    };
    await run(); // the first real run is the backend's trial
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const base = bareNode();
      ratios.push((await run()) / base);
    }
    return median(ratios);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
