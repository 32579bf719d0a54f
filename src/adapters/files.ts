import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { Problem } from "../domain/problems.ts";

const code = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? "";

const reasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a file stands where a folder is needed",
  EISDIR: "it is a folder",
  ENOENT: "it does not exist",
  ELOOP: "it is a symbolic link",
};

export const reasonOf = (error: unknown): string =>
  reasons[code(error)] ?? (error instanceof Error ? error.message : String(error));

/** Runs a write of ours; the machine's refusal becomes the user's one clear line. */
export const writing = <T>(path: string, write: () => T): T => {
  try {
    return write();
  } catch (error) {
    if (error instanceof Problem || code(error) === "") throw error;
    throw Problem.of("cannot-write", { path, reason: reasonOf(error) });
  }
};

export const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // whatever stands in the way is told by whoever needs the folder
  }
};

/** Makes a folder and its parents, each by itself: asked for all at once, Node hides the reason. */
export const ensureFolder = (path: string): void => {
  if (isFolder(path)) return;
  ensureFolder(dirname(path));
  writing(path, () => mkdirSync(path));
};

/** The text of a file, or undefined when there is none. */
export const readTextIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (code(error) === "ENOENT") return undefined;
    throw Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
};

export const readBytesIfThere = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch (error) {
    if (code(error) === "ENOENT") return undefined;
    throw Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
};

/** Either the old content stands or the new one, whole, whatever happens in between. */
export const writeWhole = (path: string, content: string | Uint8Array): void =>
  writing(path, () => {
    ensureFolder(dirname(path));
    const provisional = `${path}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      writeSynced(provisional, content);
      renameSync(provisional, path);
    } catch (error) {
      rmSync(provisional, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  });

const writeSynced = (path: string, content: string | Uint8Array): void => {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
  const descriptor = openSync(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o666);
  try {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

const syncFolder = (path: string): void => {
  const descriptor = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** Moves a finished file of ours to its final name on the same disk. */
export const moveInto = (from: string, to: string): void =>
  writing(to, () => {
    renameSync(from, to);
    syncFolder(dirname(to));
  });
