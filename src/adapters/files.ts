import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
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
  EADDRINUSE: "another program listens there",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no such host",
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
  } catch (error) {
    if (code(error) !== "EACCES") return false;
    throw Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
};

/** A path that is too long, or in a folder that we may not enter, is the path of no file. */
export const isPlainFile = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** The names in a folder; none when it is not there or cannot be read. */
export const entriesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/**
 * Other than before when the file may have changed, at the cost of asking for its state: no ordinary
 * way of writing a file leaves its change time as it was.
 */
export const stateOf = (path: string): string => {
  const state = statSync(path, { bigint: true, throwIfNoEntry: false });
  return state
    ? `${state.dev}:${state.ino}:${state.size}:${state.mtimeNs}:${state.ctimeNs}`
    : "gone";
};

/** Makes a folder and its parents, each by itself: asked for all at once, Node hides the reason. */
export const ensureFolder = (path: string): void => {
  if (isFolder(path)) return;
  ensureFolder(dirname(path));
  writing(path, () => {
    try {
      mkdirSync(path);
    } catch (error) {
      // Another process may have made it since we looked.
      if (code(error) !== "EEXIST" || !isFolder(path)) throw error;
    }
  });
};

/** The text of a file, or undefined when there is none. */
export const readTextIfThere = (path: string): string | undefined =>
  readBytesIfThere(path)?.toString("utf8");

export const readBytesIfThere = (
  path: string,
  mostBytes = Number.POSITIVE_INFINITY,
): Buffer | undefined => {
  try {
    return readPlain(path, mostBytes);
  } catch (error) {
    if (code(error) === "ENOENT") return undefined;
    if (error instanceof Problem) throw error;
    throw Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
};

/** Without O_NONBLOCK a named pipe in a file's place would hold us forever. */
const readPlain = (path: string, mostBytes: number): Buffer => {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    const refuse = (reason: string): Problem => Problem.of("cannot-read", { path, reason });
    if (stat.isDirectory()) throw refuse("it is a folder");
    if (!stat.isFile()) throw refuse("it is not a plain file");
    if (stat.size > mostBytes) throw refuse(`it has ${stat.size} bytes, more than ${mostBytes}`);
    return readFileSync(file);
  } finally {
    closeSync(file);
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

/** Adds to a file that others add to as well. */
export const addToFile = (path: string, text: string): void =>
  writing(path, () => appendFileSync(path, text));

/** A file that nobody needs after this run, written line by line. */
export const writeScratch = (path: string, lines: Iterable<string>): void =>
  writing(path, () => {
    const descriptor = openSync(path, "wx");
    try {
      let pending = "";
      for (const line of lines) {
        pending += line;
        if (pending.length < 65_536) continue;
        writeFileSync(descriptor, pending);
        pending = "";
      }
      writeFileSync(descriptor, pending);
    } finally {
      closeSync(descriptor);
    }
  });

const writeSynced = (path: string, content: string | Uint8Array): void =>
  writeNew(path, content, fsyncSync);

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

const isNeedless = (error: unknown): boolean => ["EINVAL", "ENOTSUP"].includes(code(error));

/** A durable file that waits to take another's place. */
export interface StagedFile {
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

/** Writes a file's bytes to a stream that stays open. */
export const copyFileTo = (path: string, to: NodeJS.WritableStream): Promise<void> =>
  pipeline(createReadStream(path), to, { end: false });
