import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll } from "vitest";

/** Bundles a program beside this file, so that plain `node` can run it. */
export const bundled = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-fixture-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, `${name}.mjs`);
  const entry = join(import.meta.dirname, "fixtures", `${name}.ts`);
  buildSync({ entryPoints: [entry], outfile, bundle: true, format: "esm", platform: "node" });
  return outfile;
};

export interface Ended {
  readonly lines: readonly string[];
  readonly stderr: string;
  readonly signal: string | null;
  readonly code: number | null;
}

export const start = (program: string, orders: object): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [program, JSON.stringify(orders)]);

export const ended = (child: ChildProcessWithoutNullStreams): Promise<Ended> =>
  new Promise((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => (stdout += text));
    child.stderr.on("data", (text) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ lines: stdout.split("\n").filter(Boolean), stderr, signal, code }),
    );
  });
