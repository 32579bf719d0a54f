import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

const usualFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];

/** Where a program of the machine is, or null. */
export const findProgram = (name: string): string | null => {
  const asked = (process.env.PATH ?? "").split(delimiter).filter(isAbsolute);
  const candidates = [...usualFolders, ...asked].map((folder) => join(folder, name));
  return candidates.find(isExecutable) ?? null;
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
