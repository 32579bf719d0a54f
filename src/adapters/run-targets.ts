import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { HeldTarget, RunTargets, StagedRun, StandingRun } from "../domain/ports/run-target.ts";
import { Problem } from "../domain/problems.ts";
import { runManifestFile, runManifestSchema } from "../domain/run-manifest.ts";
import { parseStrict } from "../domain/strict-parse.ts";
import { fileChunks } from "../sandbox/feed-rows.ts";
import { makeDurable, syncFolder, writeWhole } from "./durable-files.ts";
import { reasonOf, writing } from "./error-reasons.ts";
import { ensureFolder, entriesIn, readTextIfThere } from "./files.ts";
import { removeDeadDrafts, takeLock } from "./lock.ts";

/**
 * A published folder is a symbolic link to one version of it, and publishing is one rename of a new
 * link: a reader finds the old version or the new one, whole. A rename cannot replace a folder.
 */
const placesOf = (path: string) => {
  const [parent, name] = [dirname(path), basename(path)];
  return {
    path,
    parent,
    versions: join(parent, `.${name}.versions`),
    link: (version: string) => join(`.${name}.versions`, version),
    nextLink: join(parent, `.${name}.next`),
    failed: join(parent, `${name}.failed`),
  };
};
type Places = ReturnType<typeof placesOf>;

export const runTargets = (now: () => Date): RunTargets => ({
  holding: async (path, command, work) => {
    const places = placesOf(path);
    refuseForeign(places);
    ensureFolder(places.versions);
    const lock = await takeLock(join(places.versions, "lock"), { command, now, waitMs: 0 });
    try {
      removeDeadDrafts(places.versions);
      recover(places);
      return await work(heldTarget(places));
    } finally {
      lock.release();
    }
  },
  published: (path) => {
    const standing = standingAt(path);
    if (standing) return standing;
    throw Problem.of("file-missing", {
      path: join(path, runManifestFile),
      what: "what a run says of its tables",
      hint: "name folders that cleanloop run has published",
    });
  },
});

/** What stands there and is not ours is never replaced; an empty folder may be. */
const refuseForeign = (places: Places): void => {
  const { path } = places;
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined || versionIn(places) !== null) return;
  if (there.isDirectory() && entriesIn(path).length === 0) return;
  throw Problem.of("foreign-target", { path });
};

/** The version that readers find, or null. */
const versionIn = ({ path, link }: Places): string | null => {
  try {
    const target = readlinkSync(path);
    return link(basename(target)) === target ? basename(target) : null;
  } catch {
    return null;
  }
};

const numberOf = (version: string): number => Number(/^v(\d+)$/.exec(version)?.[1] ?? 0);

/** Removes what a killed run left, and all versions but the one in force and the one before it. */
const recover = (places: Places): void => {
  rmSync(places.nextLink, { force: true });
  const current = numberOf(versionIn(places) ?? "");
  const kept = entriesIn(places.versions)
    .map(numberOf)
    .filter((number) => number > 0 && number <= current)
    .sort((a, b) => b - a)
    .slice(0, 2);
  for (const name of entriesIn(places.versions)) {
    const isOld = numberOf(name) > 0 && !kept.includes(numberOf(name));
    if (isOld || name.startsWith("new-"))
      writing(places.versions, () =>
        rmSync(join(places.versions, name), { recursive: true, force: true }),
      );
  }
};

const heldTarget = (places: Places): HeldTarget => ({
  standing: () => standingAt(places.path),
  staging: async (work) => {
    const folder = join(places.versions, `new-${process.pid}`);
    rmSync(folder, { recursive: true, force: true });
    writing(folder, () => mkdirSync(folder));
    try {
      return await work(stagedRun(places, folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  keepFailure: (files) => {
    rmSync(places.failed, { recursive: true, force: true });
    for (const [name, text] of files) writeWhole(join(places.failed, name), text);
    return places.failed;
  },
  forgetFailure: () => rmSync(places.failed, { recursive: true, force: true }),
});

const standingAt = (path: string): StandingRun | null => {
  const file = join(path, runManifestFile);
  const text = existsSync(path) ? readTextIfThere(file) : undefined;
  if (text === undefined) return null;
  return { folder: path, manifest: parseStrict(runManifestSchema, text, file) };
};

const stagedRun = (places: Places, folder: string): StagedRun => ({
  folder,
  write: (name, text) => writeWhole(join(folder, name), text),
  join: (name, parts, headerBytes) => {
    const to = join(folder, name);
    joinFiles(to, parts, headerBytes);
    return to;
  },
  publish: async () => {
    await makeDurable(entriesIn(folder).map((name) => join(folder, name)));
    writing(places.path, () => publish(places, folder));
  },
});

const publish = (places: Places, folder: string): void => {
  const { path, parent, versions, nextLink, link } = places;
  const before = versionIn(places);
  const last = Math.max(0, ...readdirSync(versions).map(numberOf));
  const version = `v${String(last + 1).padStart(6, "0")}`;
  syncFolder(folder);
  renameSync(folder, join(versions, version));
  syncFolder(versions);
  symlinkSync(link(version), nextLink);
  if (before === null && existsSync(path)) rmdirSync(path);
  renameSync(nextLink, path);
  syncFolder(parent);
  recover(places);
};

const joinFiles = (to: string, parts: readonly string[], headerBytes: number): void => {
  const descriptor = writing(to, () => openSync(to, "wx"));
  try {
    parts.forEach((path, at) => {
      let skip = at === 0 ? 0 : headerBytes;
      for (const chunk of readable(path)) {
        const bytes = chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - bytes.length;
        writing(to, () => writeBytes(descriptor, bytes));
      }
    });
  } finally {
    closeSync(descriptor);
  }
};

function* readable(path: string): Generator<Buffer> {
  try {
    yield* fileChunks(path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw Problem.of("cannot-read", { path, reason: reasonOf(error) });
  }
}

const writeBytes = (descriptor: number, bytes: Buffer): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
};
