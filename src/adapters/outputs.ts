import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { DurableTables, Outputs } from "../domain/ports/files.ts";
import { pathsOf } from "../domain/project.ts";
import type { RunTables } from "../domain/run.ts";
import { makeDurable, moveInto } from "./durable-files.ts";
import { writing } from "./error-reasons.ts";
import { ensureFolder } from "./files.ts";
import { clearAtExit } from "./processes/at-exit.ts";

export const outputFolder = (root: string): Outputs => {
  const paths = pathsOf(root);
  const leaving = new Set<Promise<void>>();
  const durable = new WeakMap<RunTables, Promise<void>>();
  // Some disks take their time over each folder, and nothing waits for that.
  const discard = (folder: string): void => {
    const forget = clearAtExit(() => rmSync(folder, { recursive: true, force: true }));
    const gone = rm(folder, { recursive: true, force: true })
      .then(forget, () => {}) // tried once more at the exit
      .finally(() => leaving.delete(gone));
    leaving.add(gone);
  };
  return {
    newRunFolder: () => {
      ensureFolder(paths.runs);
      return writing(paths.runs, () => mkdtempSync(join(paths.runs, `${stamp(new Date())}-`)));
    },
    makeDurable: async (tables) => {
      const synced = durable.get(tables) ?? makeDurable([...tables.values()]);
      durable.set(tables, synced);
      await synced;
      return tables as DurableTables;
    },
    publish: async (tables) => {
      const moved = await moveInto(paths.output, [...tables.values()]);
      return moved.map((path) => relative(root, path));
    },
    pathsOf: (tables) => [...tables.values()].map((path) => relative(root, path)),
    bytesIn: (tables) => [...tables.values()].reduce((sum, path) => sum + statSync(path).size, 0),
    discard,
    discarded: async () => {
      await Promise.all(leaving);
    },
    withScratch: async (work) => {
      // A run that is about to begin gets going first, but nothing waits for what is being synced.
      await setImmediate();
      const folder = mkdtempSync(join(tmpdir(), "cleanloop-"));
      try {
        return await work({
          path: folder,
          write: async (name, content) => {
            const path = join(folder, name);
            await writeFile(path, content);
            return path;
          },
        });
      } finally {
        discard(folder);
      }
    },
    list: () =>
      filesUnder(paths.output)
        .filter((path) => path !== paths.lock)
        .map((path) => relative(root, path)),
    // A table is moved into place after it was written: only the change time knows of the move.
    changedAt: (path) => statSync(join(root, path), { throwIfNoEntry: false })?.ctimeMs ?? null,
  };
};

const stamp = (now: Date): string => now.toISOString().replace(/[-:]|\..*/g, "");

const filesUnder = (folder: string): string[] =>
  entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });

const entriesOf = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};
