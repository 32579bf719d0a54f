import { accessSync, constants, realpathSync } from "node:fs";
import { basename, delimiter, isAbsolute, join } from "node:path";

const usualFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];

/** Small stand-ins for many programs, which lack the options that are needed here. */
const standIns = ["busybox", "toybox"];

/** Where a program of the machine is, or null. */
export const findProgram = (name: string): string | null => {
  const asked = (process.env.PATH ?? "").split(delimiter).filter(isAbsolute);
  const candidates = [...usualFolders, ...asked].map((folder) => join(folder, name));
  return candidates.find((path) => isExecutable(path) && !isStandIn(path)) ?? null;
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const isStandIn = (path: string): boolean => standIns.includes(basename(realpathSync(path)));
