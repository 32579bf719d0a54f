import { randomBytes } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { ruleOf } from "../domain/feed-reading.ts";
import type { NewProjectTools, Placed, StagedProject } from "../domain/ports/new-project.ts";
import { Problem } from "../domain/problems.ts";
import { writeWhole } from "./durable-files.ts";
import { hasCode, writing } from "./error-reasons.ts";
import { describeFeed } from "./feeds/describe-feed.ts";
import { openFeeds } from "./feeds/open-feeds.ts";
import { feedRows } from "./feeds/rows-of-feeds.ts";
import { ensureFolder, entriesIn, isFolder } from "./files.ts";
import { packageFolder } from "./package-folder.ts";

const checkFile = (path: string, what: string): number => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    throw Problem.of("file-missing", { path, what, hint: "name a file that is there" });
  if (stat.isFile()) return stat.size;
  throw Problem.of("cannot-read", {
    path,
    reason: stat.isDirectory() ? "it is a folder; name the files in it" : "it is not a plain file",
  });
};

const rowsOf: NewProjectTools["rows"] = async (path, reading, most) => {
  const name = basename(path);
  const feeds = await openFeeds([
    { name, path, said: { rule: ruleOf(reading), from: "a first look" } },
  ]);
  const rows: (readonly string[])[] = [];
  for (const feed of feeds)
    for (const row of feedRows(feed)) if (rows.push(row) > most) return rows;
  return rows;
};

/** Files that people write too: one that is there already is as good as ours. */
const courtesies = new Set(["README.md", ".gitignore", "tsconfig.json"]);

/** What makes a folder a project. */
const parts = ["data", "genome", "cleanloop.json", ".output"];

const stage = (root: string): StagedProject => {
  const isNew = !existsSync(root);
  const around = isNew ? dirname(root) : root;
  ensureFolder(around);
  const folder = join(around, `.cleanloop-init-${randomBytes(4).toString("hex")}`);
  ensureFolder(folder);
  return {
    root: folder,
    write: (path, text) => writeWhole(join(folder, path), text),
    bring: (path, from, how) => {
      const to = join(folder, path);
      ensureFolder(dirname(to));
      writing(to, () => (how === "link" ? symlinkSync(resolve(from), to) : copyFileSync(from, to)));
    },
    place: (force) => (isNew ? placedWhole(folder, root) : placedBeside(folder, root, force)),
    discard: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const placedWhole = (folder: string, root: string): Placed => {
  const written = entriesIn(folder).sort();
  writing(root, () => renameSync(folder, root));
  return { written, moved: [], left: [] };
};

/** Names of a project that the folder has already, and that a new project would replace. */
const partsThere = (root: string): string[] => parts.filter((name) => existsSync(join(root, name)));

const placedBeside = (folder: string, root: string, force: boolean): Placed => {
  const clashes = partsThere(root);
  if (clashes.length > 0 && !force) throw Problem.of("init-exists", { root, parts: clashes });
  if (existsSync(join(root, ".output", "lock")))
    throw Problem.of("cannot-write", {
      path: root,
      reason: "a command of CleanLoop is at work there (.output/lock)",
    });
  const undo: (() => void)[] = [];
  const move = (from: string, to: string): void => {
    writing(to, () => renameSync(from, to));
    undo.push(() => renameSync(to, from));
  };
  try {
    const aside = clashes.length > 0 ? newFolderFor(root) : root;
    const moved = clashes.map((path) => {
      move(join(root, path), join(aside, path));
      return { path, to: relative(root, join(aside, path)) };
    });
    const names = readdirSync(folder).sort();
    const left = names.filter((name) => courtesies.has(name) && existsSync(join(root, name)));
    const written = names.filter((name) => !left.includes(name));
    for (const name of written) move(join(folder, name), join(root, name));
    return { written, moved, left };
  } catch (error) {
    for (const back of undo.reverse()) back();
    throw error;
  }
};

const newFolderFor = (root: string): string => {
  for (let number = 1; ; number++) {
    const folder = join(root, `before-init-${number}`);
    if (madeNew(folder)) return folder;
  }
};

/** False when it is there already, also since a moment ago. */
const madeNew = (folder: string): boolean =>
  writing(folder, () => {
    try {
      mkdirSync(folder);
      return true;
    } catch (error) {
      if (hasCode(error, "EEXIST")) return false;
      throw error;
    }
  });

/** Where an editor finds the kit from a folder that no package is installed in. */
const kitTypes = (root: string): string | null => {
  for (let folder = root; ; folder = dirname(folder)) {
    if (isFolder(join(folder, "node_modules", "cleanloop"))) return null;
    if (folder === dirname(folder)) break;
  }
  return join(packageFolder(), "dist", "types", "src", "kit", "index.d.ts");
};

export const newProjectTools = (open: NewProjectTools["open"]): NewProjectTools => ({
  checkFile,
  partsThere,
  describe: (path) => describeFeed(path),
  rows: rowsOf,
  stage,
  open,
  kitTypes,
});
