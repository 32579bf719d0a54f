import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hasCode } from "../error-reasons.ts";

/** Never follows a link that was planted under one of our names, never waits on a FIFO. */
const careful = constants.O_NOFOLLOW | constants.O_NONBLOCK;

export const access = {
  read: constants.O_RDONLY | careful,
  append: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | careful,
  createNew: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | careful,
} as const;

export const openPlain = (path: string, flags: number): number => {
  const file = openSync(path, flags, 0o644);
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new NotPlain("it is not a plain file");
};

class NotPlain extends Error {
  readonly code = "EFTYPE";
}

/** Opens a plain file, lends it to `use`, and closes it whatever happens. */
export const withFile = <Result>(
  path: string,
  flags: number,
  use: (file: number) => Result,
): Result => {
  const file = openPlain(path, flags);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
};

export const readPlain = (path: string): Buffer =>
  withFile(path, access.read, (file) => readFileSync(file));

/** What `action` gives, or null when the file it needs is not there. */
export const ifThere = <Result>(action: () => Result): Result | null => {
  try {
    return action();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
};

/** A new file; what a killed writer left under this name is discarded. */
export const createFile = (path: string, content: string | Uint8Array): void =>
  create(path, (file) => writeFileSync(file, content));

/** The same, and on disk when this returns. */
export const createSynced = (path: string, content: string | Uint8Array): void =>
  create(path, (file) => {
    writeFileSync(file, content);
    fsyncSync(file);
  });

const create = (path: string, fill: (file: number) => void): void => {
  rmSync(path, { force: true });
  withFile(path, access.createNew, fill);
};

/** Gives a finished file its name; false when the name is taken, which is never overwritten. */
export const publishNew = (draft: string, path: string): boolean => {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
};

export const makeFolder = (path: string): void => {
  mkdirSync(path, { recursive: true });
  if (!lstatSync(path).isDirectory()) throw new NotPlain("it is not a plain folder");
};
