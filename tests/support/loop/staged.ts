import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import type { Orders } from "../../cli/loop/fixtures/staged.ts";
import type { Lab } from "./lab.ts";

const build = resolve(import.meta.dirname, "../../../dist");
const entry = resolve(import.meta.dirname, "../../cli/loop/fixtures/staged.ts");

type Wish = Partial<Omit<Orders, "root" | "proposer">>;

/** Runs the use cases with other hands on a few of their ports; says by which signal they ended. */
export const stagedRuns = (): ((lab: Lab, wish: Wish) => Promise<string | null>) => {
  // Beside the build, where a build finds its sandbox, and until the next: others read that folder.
  const outfile = join(mkdtempSync(join(build, "staged-")), "staged.js");
  const bundled = { bundle: true, format: "esm", platform: "node", packages: "external" } as const;
  buildSync({ entryPoints: [entry], outfile, ...bundled });
  return async ({ root, script }, wish) => {
    const orders: Orders = {
      root,
      proposer: script.proposer,
      act: "loop",
      fresh: false,
      rounds: 4,
      dieAt: null,
      runtime: null,
      ...wish,
    };
    const child = spawn(process.execPath, [outfile, JSON.stringify(orders)], { stdio: "inherit" });
    const [, signal] = await once(child, "exit");
    return signal;
  };
};
