import { renameSync, rmSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { canonicalJson } from "../domain/canonical-json.ts";
import { type ChallengeManifest, challengeManifestSchema } from "../domain/challenge.ts";
import { sha256 } from "../domain/digest.ts";
import type { ChallengeFiles } from "../domain/ports/files.ts";
import { pathsOf } from "../domain/project.ts";
import { parseStrict } from "../domain/strict-parse.ts";
import { syncFolder, writeWhole } from "./durable-files.ts";
import { writing } from "./error-reasons.ts";
import { entriesIn, isFolder, readBytesIfThere, readTextIfThere } from "./files.ts";

/** Files of an unfinished change: they are there, and do not count. */
export const uncountedChallenges = (root: string): ReadonlySet<string> => {
  const manifest = manifestOf(root);
  const files = manifest === null || manifest.state === "active" ? [] : manifest.files;
  return new Set(files.map(({ path }) => join(root, path)));
};

/** All files that the manifest names. */
export const writtenChallenges = (root: string): ReadonlySet<string> =>
  new Set(manifestOf(root)?.files.map(({ path }) => join(root, path)));

export const challengeFolder = (root: string, goldFile: string): ChallengeFiles => {
  const { challenges, inputs, data } = pathsOf(root);
  const folders = [inputs, dirname(join(data, goldFile))];
  return {
    manifest: () => manifestOf(root),
    note: (manifest) => writeWhole(challenges, `${canonicalJson(manifest)}\n`),
    forget: () => removed(challenges),
    present: () =>
      folders.flatMap((folder) =>
        entriesIn(folder)
          .filter((name) => /^challenge-.*\.csv$/i.test(name))
          .sort((a, b) => (a < b ? -1 : 1))
          .map((name) => relative(root, join(folder, name))),
      ),
    digestOf: (path) => {
      const content = readBytesIfThere(join(root, path));
      return content === undefined ? null : sha256(content);
    },
    stage: (files) => {
      for (const { path, text } of files) writeWhole(staged(root, path), text);
    },
    place: (paths) => {
      for (const path of paths) placed(staged(root, path), join(root, path));
    },
    remove: (paths) => {
      for (const path of paths) {
        removed(join(root, path));
        for (const left of stagedOf(root, path)) removed(left);
      }
    },
  };
};

const manifestOf = (root: string): ChallengeManifest | null => {
  if (!isFolder(pathsOf(root).output)) return null;
  const path = pathsOf(root).challenges;
  const text = readTextIfThere(path);
  return text === undefined ? null : parseStrict(challengeManifestSchema, text, path);
};

/** Neither feeds nor gold are read from names that begin with a dot. */
const staged = (root: string, path: string): string =>
  join(root, dirname(path), `.${basename(path)}.staged`);

/** What is staged for a file, also by a process that was killed while it wrote that. */
const stagedOf = (root: string, path: string): string[] => {
  const begun = staged(root, path);
  return entriesIn(dirname(begun))
    .map((name) => join(dirname(begun), name))
    .filter((name) => name.startsWith(begun));
};

const placed = (from: string, to: string): void =>
  writing(to, () => {
    renameSync(from, to);
    syncFolder(dirname(to));
  });

const removed = (path: string): void =>
  writing(path, () => {
    rmSync(path, { force: true });
  });
