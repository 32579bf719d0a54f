import {
  appendFileSync,
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { Problem } from "../domain/problems.ts";
import { hasCode, reasonOf, writing } from "./error-reasons.ts";

export const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (!hasCode(error, "EACCES")) return false;
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
      if (!hasCode(error, "EEXIST") || !isFolder(path)) throw error;
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
    if (hasCode(error, "ENOENT")) return undefined;
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

/** Writes a file's bytes to a stream that stays open. */
export const copyFileTo = (path: string, to: NodeJS.WritableStream): Promise<void> =>
  pipeline(createReadStream(path), to, { end: false });
