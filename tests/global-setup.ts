import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findProgram } from "../src/adapters/containment/find-program.ts";

import { chromium } from "./support/browser.ts";
import { asNobody, isRoot, type Lacking } from "./support/machine.ts";

/** Tests run the product as users get it; what they may count on is found out once for all of them. */
export default ({ provide }: TestProject): void => {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  const lacking = whatIsLacking();
  const missing = Object.entries(lacking).filter(([, why]) => why !== null);
  if (process.env.CLEANLOOP_SKIP_NOTHING && missing.length > 0)
    throw new Error(`nothing may be skipped here: ${missing.map(([, why]) => why).join("; ")}`);
  provide("lacking", lacking);
};

const whatIsLacking = (): Lacking => {
  const ordinary = starts(
    ...asNobody,
    process.execPath,
    join(import.meta.dirname, "../dist/cli.cjs"),
    "--version",
  )
    ? null
    : "nothing here can be run by an ordinary user";
  return {
    bubblewrap:
      findProgram("bwrap") === null
        ? "bubblewrap is not installed"
        : forEverybody("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true")
          ? null
          : "bubblewrap may not make namespaces here",
    namespaces: forEverybody(
      "unshare",
      "--user",
      "--map-root-user",
      "--mount",
      "--pid",
      "--fork",
      "true",
    )
      ? null
      : "namespaces cannot be made here",
    root: isRoot ? null : "only root can do this",
    "an ordinary user": ordinary,
    chromium: starts(chromium, "--version") ? null : "Chromium is not installed",
    openssl: starts("openssl", "version") ? null : "openssl is not installed",
    "redis-server": starts("redis-server", "--version") ? null : "redis-server is not installed",
    "a terminal": starts("script", "-qec", "true", "/dev/null")
      ? null
      : "the program `script` is not installed",
  };
};

const forEverybody = (...command: readonly string[]): boolean =>
  starts(...command) && (asNobody.length === 0 || starts(...asNobody, ...command));

const starts = (...[file = "", ...args]: readonly string[]): boolean =>
  spawnSync(file, args, { stdio: "ignore" }).status === 0;
