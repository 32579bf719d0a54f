import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fsync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { Problem } from "../domain/problems.ts";
import { hasCode, reasonOf, writing } from "./error-reasons.ts";
import { ensureFolder } from "./files.ts";

/** Either the old content stands or the new one, whole, whatever happens in between. */
export const writeWhole = (path: string, content: string | Uint8Array): void =>
  writing(path, () => {
    ensureFolder(dirname(path));
    const provisional = `${path}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      writeNew(provisional, content, fsyncSync);
      renameSync(provisional, path);
    } catch (error) {
      rmSync(provisional, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  });

const writeNew = (
  path: string,
  content: string | Uint8Array,
  whenWritten: (descriptor: number) => void = () => {},
): void => {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
  const descriptor = openSync(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o666);
  try {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    whenWritten(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** What stands in these files is on disk for good when this settles; their names need not be. */
export const makeDurable = async (paths: readonly string[]): Promise<void> => {
  await Promise.all(
    paths.map((path) => syncMeanwhile(path, constants.O_RDWR | constants.O_NOFOLLOW)),
  );
};

/** Makes names durable; some file systems cannot sync a folder, and need not. */
export const syncFolder = (path: string): void => {
  const folder = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(folder);
  } catch (error) {
    if (!isNeedless(error)) throw error;
  } finally {
    closeSync(folder);
  }
};

/** The same beside other work. */
export const syncFolderMeanwhile = (path: string): Promise<void> =>
  syncMeanwhile(path, constants.O_RDONLY, isNeedless);

const syncMeanwhile = async (
  path: string,
  flags: number,
  isNothing: (error: unknown) => boolean = () => false,
): Promise<void> => {
  const descriptor = writing(path, () => openSync(path, flags));
  try {
    await promisify(fsync)(descriptor);
  } catch (error) {
    if (!isNothing(error)) throw Problem.of("cannot-write", { path, reason: reasonOf(error) });
  } finally {
    closeSync(descriptor);
  }
};

const isNeedless = (error: unknown): boolean =>
  ["EINVAL", "ENOTSUP"].some((code) => hasCode(error, code));

/** A durable file that waits to take another's place. */
interface StagedFile {
  /** Takes its place at once, by one rename, and settles when that is durable. */
  place(): Promise<void>;
  drop(): void;
}

/** Writes a file's next content beside it; a next one that a killed process left is discarded. */
export const stageFile = async (path: string, content: Uint8Array): Promise<StagedFile> => {
  const next = `${path}.next`;
  writing(path, () => {
    rmSync(next, { force: true });
    writeNew(next, content);
  });
  await makeDurable([next]);
  return {
    place: () => {
      writing(path, () => renameSync(next, path));
      return syncFolderMeanwhile(dirname(path));
    },
    drop: () => rmSync(next, { force: true }),
  };
};

/**
 * Moves durable files of ours into a folder on the same disk, at once, and says where they are when
 * that is durable.
 */
export const moveInto = async (folder: string, files: readonly string[]): Promise<string[]> => {
  const moved = files.map((from) => {
    const to = join(folder, basename(from));
    writing(to, () => renameSync(from, to));
    return to;
  });
  await syncFolderMeanwhile(folder);
  return moved;
};
