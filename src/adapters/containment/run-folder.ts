import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  opendirSync,
  realpathSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writing } from "../error-reasons.ts";
import { clearAtExit } from "../processes/at-exit.ts";
import { runToEnd } from "../processes/run-to-end.ts";

/** A private folder of one run, gone when the run is over. */
export interface RunFolder {
  readonly folder: string;
  write(name: string, content: string | Uint8Array): string;
  /** A copy of that file, where nothing is yet. */
  copy(from: string, name: string): string;
  makeFolder(name: string): string;
  remove(): Promise<void>;
}

export const openRunFolder = (): RunFolder => {
  const temporary = writing(tmpdir(), () => realpathSync(tmpdir()));
  const folder = writing(temporary, () => mkdtempSync(join(temporary, "cleanloop-")));
  const forget = clearAtExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return {
    folder,
    write: (name, content) => {
      const path = join(folder, name);
      const unfinished = `${path}.unfinished`;
      // A sandbox that stands ready must not see half of its job. And whatever has the name already,
      // a link that leads elsewhere above all, is not from us.
      writing(path, () => {
        writeFileSync(unfinished, content, { flag: "wx" });
        linkSync(unfinished, path);
        unlinkSync(unfinished);
      });
      return path;
    },
    copy: (from, name) => {
      const path = join(folder, name);
      writing(path, () => copyFileSync(from, path, constants.COPYFILE_EXCL));
      return path;
    },
    makeFolder: (name) => {
      const path = join(folder, name);
      writing(path, () => mkdirSync(path, { recursive: true }));
      return path;
    },
    remove: async () => {
      await removeAll(folder);
      forget();
    },
  };
};

const mostAtOnce = 16;
const deepestAtOnce = 2;

/** Whether it holds no more than we put into most of them, so that nobody waits long for its removal. */
const holdsLittle = (folder: string, depth = 0): boolean => {
  const entries = opendirSync(folder);
  try {
    for (let count = 0; count <= mostAtOnce; count++) {
      const entry = entries.readSync();
      if (entry === null) return true;
      if (!entry.isDirectory()) continue;
      if (depth === deepestAtOnce || !holdsLittle(join(folder, entry.name), depth + 1))
        return false;
    }
    return false;
  } finally {
    entries.closeSync();
  }
};

/** A program may leave folders that nobody may enter, or nest them deeper than a path is long. */
const removeAll = async (folder: string): Promise<void> => {
  try {
    if (holdsLittle(folder)) rmSync(folder, { recursive: true });
    else await rm(folder, { recursive: true, force: true });
  } catch {
    await runToEnd(
      {
        file: "/bin/sh",
        args: ["-c", 'chmod -R u+rwx "$1"; rm -rf "$1"', "sh", folder],
        cwd: "/",
        env: {},
      },
      { input: "", timeoutMs: 60_000, keptLogBytes: 0, mostLogBytes: Number.POSITIVE_INFINITY },
    );
  }
};
