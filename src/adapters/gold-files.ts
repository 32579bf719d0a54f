import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { NamedContents } from "../domain/ports/files.ts";
import { readBytesIfThere } from "./files.ts";

/** The gold, and beside it the gold of every active challenge. */
export const goldFiles = (dataFolder: string, file: string): string[] => {
  const gold = join(dataFolder, file);
  return [gold, ...challenges(dirname(gold))];
};

const challenges = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => /^challenge-.*\.csv$/.test(name))
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => join(folder, name));
  } catch {
    return []; // a missing folder is told when the gold itself is read
  }
};

/** Files with their bytes, each named by its path from the root. A missing one is just not there. */
export const contentsOf = (files: readonly string[], root: string): NamedContents =>
  files.flatMap((path) => {
    const content = readBytesIfThere(path);
    return content ? [[relative(root, path), content] as const] : [];
  });
