import { closeSync, constants, lstatSync, opendirSync, openSync, statfsSync } from "node:fs";
import { join } from "node:path";

export interface Usage {
  readonly bytes: number;
  readonly files: number;
}

/** Where a run leaves its tables, reachable for us also after the run is over. */
export interface OutputFolder {
  readonly path: string;
  usage(): Usage;
  close(): void;
}

/** A file system of its own: the open descriptor keeps it alive when its namespace is gone. */
export const heldFolder = (path: string): OutputFolder => {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  const held = `/proc/self/fd/${descriptor}`;
  return {
    path: held,
    usage: () => {
      const { bsize, blocks, bfree, files, ffree } = statfsSync(held);
      return { bytes: (blocks - bfree) * bsize, files: files - ffree };
    },
    close: () => closeSync(descriptor),
  };
};

/** A folder on our own disk: it is counted file by file, and no further than anyone cares. */
export const plainFolder = (path: string, mostFiles: number): OutputFolder => ({
  path,
  usage: () => {
    const seen = { bytes: 0, files: 0 };
    count(path, seen, mostFiles);
    return seen;
  },
  close: () => {},
});

const count = (folder: string, seen: { bytes: number; files: number }, most: number): void => {
  for (const { name, isFolder } of entries(folder)) {
    if (seen.files > most) return;
    const path = join(folder, name);
    seen.files++;
    seen.bytes += bytesOf(path);
    if (isFolder) count(path, seen, most);
  }
};

function* entries(folder: string): Generator<{ name: string; isFolder: boolean }> {
  let opened: ReturnType<typeof opendirSync>;
  try {
    opened = opendirSync(folder);
  } catch {
    return;
  }
  try {
    for (let entry = opened.readSync(); entry; entry = opened.readSync())
      yield { name: entry.name, isFolder: entry.isDirectory() };
  } finally {
    opened.closeSync();
  }
}

const bytesOf = (path: string): number => {
  try {
    const { size, blocks } = lstatSync(path);
    return Math.max(size, blocks * 512);
  } catch {
    return 0;
  }
};
