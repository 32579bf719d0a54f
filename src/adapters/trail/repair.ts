import { fstatSync, fsyncSync, ftruncateSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { sha256 } from "../../domain/digest.ts";
import type { TrailEvent, TrailRepair } from "../../domain/events.ts";
import {
  type ChainEntry,
  follow,
  type Head,
  maxLineBytes,
  readLine,
  type TrailFault,
} from "../../policy/chain.ts";
import { syncFolder } from "../durable-files.ts";
import { writing } from "../error-reasons.ts";
import { type HeadFile, noHead, prepareHead, publishHead, readHead } from "./head-file.ts";
import { access, createSynced, ifThere, makeFolder, publishNew, withFile } from "./plain-files.ts";
import { lineBefore, linesBetween } from "./read.ts";
import { damaged, type OnStep, type TrailFiles } from "./trail-files.ts";

/**
 * Brings trail and head together after a writer was killed, at a cost that does not grow with the
 * trail. What no killed writer can have caused is damage, and then nothing is touched.
 */
export const settleTrail = (files: TrailFiles, known: Head, onStep: OnStep): HeadFile => {
  const recorded = recordedHead(files, known);
  const tail = writing(files.trail, () => tailOf(files.trail, recorded));
  if (!tail.sound) throw damaged(files, tail.fault);
  const whole = tail.added ? adoptLine(files, recorded, tail.added) : recorded;
  return tail.torn.length > 0 ? cutTorn(files, whole, tail.torn, onStep) : whole;
};

const recordedHead = (files: TrailFiles, known: Head): HeadFile => {
  const read = readHead(files);
  if (read === "unreadable") throw damaged(files, { kind: "head-unreadable" });
  const recorded = read === "missing" ? noHead : read;
  if (recorded.seq < known.seq)
    throw damaged(files, { kind: "cut-off", line: known.seq, recorded: known.seq });
  if (recorded.seq === known.seq && recorded.hash !== known.hash)
    throw damaged(files, { kind: "head-differs", line: known.seq });
  return recorded;
};

const adoptLine = (
  files: TrailFiles,
  recorded: HeadFile,
  { event, head }: ChainEntry,
): HeadFile => {
  const unrecorded = recorded.unrecorded.filter((repair) => !tells(event, repair));
  return note(files, { ...head, unrecorded }, { what: "head-behind", line: head.seq });
};

/** The copy is on disk, and the head tells of it, before anything is cut. */
const cutTorn = (files: TrailFiles, whole: HeadFile, torn: Buffer, onStep: OnStep): HeadFile => {
  const copy = quarantine(files, torn);
  onStep("torn-copied");
  const settled = note(files, whole, copy);
  onStep("repair-noted");
  writing(files.trail, () => cutBack(files.trail, whole.bytes));
  onStep("torn-cut");
  return settled;
};

/** The head keeps a repair until a line tells of it, so that no kill in between hides it. */
const note = (files: TrailFiles, head: HeadFile, repair: TrailRepair): HeadFile => {
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

const quarantine = ({ folder, quarantine }: TrailFiles, torn: Buffer): TrailRepair => {
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

/** How the end of the trail stands to the head that was recorded of it. */
export type Tail =
  | { readonly sound: false; readonly fault: TrailFault }
  | {
      readonly sound: true;
      /** A line that was written while its head was not. */
      readonly added: ChainEntry | null;
      readonly torn: Buffer;
    };

/** Looks at the recorded last line and at what follows it, and at nothing before. */
export const tailOf = (path: string, recorded: Head): Tail =>
  ifThere(() => withFile(path, access.read, (file) => compare(file, recorded))) ??
  (recorded.seq > 0 ? cutOff(recorded) : { sound: true, added: null, torn: Buffer.alloc(0) });

const compare = (file: number, recorded: Head): Tail => {
  const { size } = fstatSync(file);
  if (size < recorded.bytes) return cutOff(recorded);
  const fault = recorded.seq > 0 ? lastLineFault(file, recorded) : null;
  if (fault) return unsound(fault);
  const end = Math.min(size, recorded.bytes + 2 * maxLineBytes + 1);
  const { lines, rest } = linesBetween(file, recorded.bytes, end);
  const [line, ...more] = lines;
  if (more.length > 0) return unsound(unrecordedLines(recorded));
  if (rest.length > maxLineBytes)
    return unsound({ kind: "too-long", line: recorded.seq + lines.length + 1 });
  if (!line) return { sound: true, added: null, torn: rest };
  const step = follow(recorded, line);
  return step.ok ? { sound: true, added: step, torn: rest } : unsound(step.fault);
};

const lastLineFault = (file: number, { seq, hash, bytes }: Head): TrailFault | null => {
  const last = readLine(seq, lineBefore(file, bytes));
  if (!last.ok) return last.fault;
  return last.event.seq === seq && last.event.hash === hash
    ? null
    : { kind: "head-differs", line: seq };
};

/** More than one line past the head, which no killed writer leaves. */
export const unrecordedLines = ({ seq }: Head): TrailFault =>
  seq === 0 ? { kind: "head-missing" } : { kind: "head-behind", line: seq + 1, recorded: seq };

const cutOff = ({ seq }: Head): Tail => unsound({ kind: "cut-off", line: seq, recorded: seq });

const unsound = (fault: TrailFault): Tail => ({ sound: false, fault });
