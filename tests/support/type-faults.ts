import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { removeFolder } from "./remove-folder.ts";

const top = resolve(import.meta.dirname, "../..");

/** What the type checker has against these programs, all looked at in one run; "" where nothing. */
export const typeFaults = (programs: ReadonlyMap<string, string>): string => {
  mkdirSync(join(top, "node_modules/.cache"), { recursive: true });
  // Inside the project, so that the kit and Node's types are found from there.
  const folder = mkdtempSync(join(top, "node_modules/.cache/genomes-"));
  try {
    for (const [name, text] of programs) writeFileSync(join(folder, `${name}.ts`), text);
    const settings = { extends: join(top, "tsconfig.json"), include: ["*.ts"], exclude: [] };
    const own = {
      noEmit: true,
      rootDir: top,
      paths: { "cleanloop/kit": [join(top, "src/kit/index.ts")] },
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ ...settings, compilerOptions: own }),
    );
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(top, "node_modules/typescript/bin/tsc"), "--project", folder],
      { encoding: "utf8" },
    );
    return status === 0 ? "" : stdout || `tsc ended with ${status}`;
  } finally {
    removeFolder(folder);
  }
};
