import { Problem } from "../domain/problems.ts";

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
  reasons[errorCode(error)] ?? (error instanceof Error ? error.message : String(error));

const errorCode = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? "";

export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/** Runs a read of ours; the machine's refusal becomes the user's one clear line. */
export const reading = <Result>(path: string, read: () => Result): Result => {
  try {
    return read();
  } catch (error) {
    throw unreadable(path, error);
  }
};

export const unreadable = (path: string, error: unknown): unknown =>
  error instanceof Problem || !(error instanceof Error && "code" in error)
    ? error
    : Problem.of("cannot-read", { path, reason: reasonOf(error) });

/** The same of a write of ours. */
export const writing = <T>(path: string, write: () => T): T => {
  try {
    return write();
  } catch (error) {
    if (error instanceof Problem || errorCode(error) === "") throw error;
    throw Problem.of("cannot-write", { path, reason: reasonOf(error) });
  }
};
