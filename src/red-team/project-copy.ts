import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { sha256 } from "../domain/digest.ts";
import { type Project, pathsOf } from "../domain/project.ts";
import type { InputFile } from "../domain/run.ts";

/** A copy of the project that hostile programs may try to ruin. */
export interface ProjectCopy {
  readonly root: string;
  readonly gold: string;
  /** Genome, starter, arena, gold and trail. */
  readonly precious: readonly string[];
  readonly inputs: readonly InputFile[];
  readonly runFolder: string;
  /** The files that have changed, come or gone since it was made. */
  changes(): string[];
}

const mostInputs = 20;
const mostBytes = 65_536;

/** The gold gets a last line that occurs nowhere else, by which it is known wherever it turns up. */
export const copyProject = (
  { root: original, arena }: Project,
  feeds: readonly InputFile[],
  root: string,
  canary: string,
): ProjectCopy => {
  const paths = pathsOf(root);
  const gold = join(paths.data, arena.gold.file);
  const trail = join(paths.output, "trail.jsonl");
  const precious = [paths.genome, paths.starter, paths.arena, gold, trail];
  const given = feeds.slice(0, mostInputs);
  const inputs = given.map(({ name }) => ({ name, path: join(paths.inputs, name) }));
  for (const path of [...precious, paths.settings])
    copyBeginning(join(original, relative(root, path)), path);
  for (const { name, path } of given) copyBeginning(path, join(paths.inputs, name));
  writeFileSync(gold, `\n${canary}\n`, { flag: "a" });
  const runFolder = join(paths.runs, basename(root));
  mkdirSync(runFolder, { recursive: true });
  const before = digests(root, runFolder);
  return {
    root,
    gold,
    precious,
    inputs,
    runFolder,
    changes: () => {
      const now = digests(root, runFolder);
      const names = new Set([...before.keys(), ...now.keys()]);
      return [...names].filter((name) => before.get(name) !== now.get(name));
    },
  };
};

/** Enough of each file to be worth an attack; a file that the project lacks begins empty. */
const copyBeginning = (from: string, to: string): void => {
  mkdirSync(dirname(to), { recursive: true });
  const content = existsSync(from) ? readFileSync(from).subarray(0, mostBytes) : "";
  writeFileSync(to, content);
};

const digests = (root: string, except: string): Map<string, string> => {
  const found = new Map<string, string>();
  if (!existsSync(root)) return found;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (path.startsWith(`${except}/`)) continue;
    const content = entry.isFile() ? sha256(readFileSync(path)) : "not a plain file";
    found.set(relative(root, path), content);
  }
  return found;
};
