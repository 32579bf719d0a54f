import { dirname, join, resolve } from "node:path";
import {
  type ArenaFile,
  arenaContradictions,
  arenaFileSchema,
  arenaFrom,
} from "../domain/arena.ts";
import { Problem } from "../domain/problems.ts";
import { type Project, pathsOf } from "../domain/project.ts";
import { settingsFileSchema } from "../domain/settings.ts";
import { parseStrict } from "../domain/strict-parse.ts";
import { isFolder, readBytesIfThere, readTextIfThere } from "./files.ts";

export interface WhereToLook {
  readonly root: string | undefined;
  /** What named the root, for the sentence that says it is none. */
  readonly namedBy?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** From `--root`, else `CLEANLOOP_ROOT`, else the nearest folder upwards. */
export const findRoot = ({ root, namedBy = "--root", env, cwd }: WhereToLook): string => {
  if (root !== undefined) return named(root, namedBy, cwd);
  if (env.CLEANLOOP_ROOT) return named(env.CLEANLOOP_ROOT, "CLEANLOOP_ROOT", cwd);
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (missingFolder(folder) === undefined) return folder;
    if (folder === dirname(folder)) throw Problem.of("no-project", { from: cwd });
  }
};

const named = (path: string, source: string, cwd: string): string => {
  const root = resolve(cwd, path);
  if (path.trim() === "")
    throw Problem.of("not-a-project", { root: "an empty path", missing: "name", source });
  const missing = missingFolder(root);
  if (missing) throw Problem.of("not-a-project", { root, missing, source });
  return root;
};

/** `.output/` is made when first needed, so a fresh copy of a project without it is one too. */
const missingFolder = (root: string): string | undefined =>
  ["genome", "data"].find((folder) => !isFolder(join(root, folder)));

export const readProject = (root: string): Project => {
  const paths = pathsOf(root);
  const arenaText = arenaContent(root).toString("utf8");
  const file: ArenaFile = parseStrict(arenaFileSchema, arenaText, paths.arena);
  const findings = arenaContradictions(file);
  if (findings.length > 0) throw Problem.of("bad-config", { path: paths.arena, findings });
  const settingsText = readTextIfThere(paths.settings);
  return {
    root,
    arena: arenaFrom(file),
    feeds: { rules: file.feeds, ignore: file.ignore, drift: file.drift },
    saysIfPartial: file.gold.partial !== undefined,
    settingsFile: parseStrict(settingsFileSchema, settingsText ?? "{}", paths.settings),
  };
};

export const arenaContent = (root: string): Buffer => {
  const path = pathsOf(root).arena;
  const content = readBytesIfThere(path);
  if (content) return content;
  throw Problem.of("file-missing", {
    path,
    what: "the arena",
    hint: "write data/arena.json: name, tables and gold (cleanloop help arena shows one)",
  });
};
