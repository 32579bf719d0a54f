import { fsyncSync, ftruncateSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { sha256 } from "../../domain/digest.ts";
import type { TrailEvent, TrailRepair } from "../../domain/events.ts";
import type { ChainEntry, Head } from "../../policy/chain.ts";
import { syncFolder, writing } from "../files.ts";
import { damaged } from "./damage.ts";
import { type HeadFile, noHead, prepareHead, publishHead, readHead } from "./head-file.ts";
import type { Layout } from "./layout.ts";
import { access, createSynced, makeFolder, publishNew, withFile } from "./plain-files.ts";
import type { OnStep } from "./steps.ts";
import { tailOf } from "./tail.ts";

/**
 * Brings trail and head together after a writer was killed, at a cost that does not grow with the
 * trail. What no killed writer can have caused is damage, and then nothing is touched.
 */
export const settle = (files: Layout, known: Head, onStep: OnStep): HeadFile => {
  const recorded = recordedHead(files, known);
  const tail = writing(files.trail, () => tailOf(files.trail, recorded));
  if (!tail.sound) throw damaged(files, tail.fault);
  const whole = tail.added ? adoptLine(files, recorded, tail.added) : recorded;
  return tail.torn.length > 0 ? cutTorn(files, whole, tail.torn, onStep) : whole;
};

const recordedHead = (files: Layout, known: Head): HeadFile => {
  const read = readHead(files);
  if (read === "unreadable") throw damaged(files, { kind: "head-unreadable" });
  const recorded = read === "missing" ? noHead : read;
  if (recorded.seq < known.seq)
    throw damaged(files, { kind: "cut-off", line: known.seq, recorded: known.seq });
  if (recorded.seq === known.seq && recorded.hash !== known.hash)
    throw damaged(files, { kind: "head-differs", line: known.seq });
  return recorded;
};

const adoptLine = (files: Layout, recorded: HeadFile, { event, head }: ChainEntry): HeadFile => {
  const unrecorded = recorded.unrecorded.filter((repair) => !tells(event, repair));
  return note(files, { ...head, unrecorded }, { what: "head-behind", line: head.seq });
};

/** The copy is on disk, and the head tells of it, before anything is cut. */
const cutTorn = (files: Layout, whole: HeadFile, torn: Buffer, onStep: OnStep): HeadFile => {
  const copy = quarantine(files, torn);
  onStep("torn-copied");
  const settled = note(files, whole, copy);
  onStep("repair-noted");
  writing(files.trail, () => cutBack(files.trail, whole.bytes));
  onStep("torn-cut");
  return settled;
};

/** The head keeps a repair until a line tells of it, so that no kill in between hides it. */
const note = (files: Layout, head: HeadFile, repair: TrailRepair): HeadFile => {
  const others = head.unrecorded.filter((other) => !isSame(other, repair));
  const noted = { ...head, unrecorded: [...others, repair] };
  prepareHead(files, noted);
  publishHead(files);
  return noted;
};

const tells = (event: TrailEvent, repair: TrailRepair): boolean =>
  event.type === "recovered" &&
  (event.what === "torn-line" || event.what === "head-behind") &&
  isSame(event, repair);

const isSame = (a: TrailRepair, b: TrailRepair): boolean =>
  a.what === "torn-line"
    ? b.what === "torn-line" && a.quarantined === b.quarantined
    : b.what === "head-behind" && a.line === b.line;

const quarantine = ({ folder, quarantine }: Layout, torn: Buffer): TrailRepair => {
  const sha = sha256(torn);
  const path = join(quarantine, `trail-${sha}.torn`);
  writing(path, () => {
    makeFolder(quarantine);
    const draft = `${path}.tmp`;
    createSynced(draft, torn);
    publishNew(draft, path);
    rmSync(draft);
    syncFolder(quarantine);
    syncFolder(folder);
  });
  return { what: "torn-line", bytes: torn.length, sha, quarantined: relative(folder, path) };
};

export const cutBack = (trail: string, bytes: number): void =>
  withFile(trail, access.append, (file) => {
    ftruncateSync(file, bytes);
    fsyncSync(file);
  });
