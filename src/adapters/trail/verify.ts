import { fstatSync } from "node:fs";
import type { Interrupted } from "../../domain/ports/trail.ts";
import { genesis, type Head, type LineFault, type TrailFault } from "../../policy/chain.ts";
import { reading } from "../error-reasons.ts";
import { type HeadFile, noHead, readHead } from "./head-file.ts";
import { access, ifThere, withFile } from "./plain-files.ts";
import { stepsOf } from "./read.ts";
import { unrecordedLines } from "./repair.ts";
import { trailFiles } from "./trail-files.ts";

export interface TrailReport {
  /** The last line that is sound. */
  readonly head: Head;
  /** The first of each kind; none: the trail is whole and unaltered. */
  readonly faults: readonly TrailFault[];
  readonly interrupted: readonly Interrupted[];
  /** The line whose digest was kept elsewhere, if one was given and found. */
  readonly digestLine: number | null;
}

export interface VerifyOptions {
  /** A head digest that was kept elsewhere. */
  readonly head?: string;
}

/** Follows the whole trail in constant memory, also while others add to it; changes nothing. */
export const verifyTrail = async (
  folder: string,
  { head: digest }: VerifyOptions = {},
): Promise<TrailReport> => {
  const files = trailFiles(folder);
  const before = readHead(files);
  const scan = await scanTrail(files.trail, headOf(before).seq, digest?.toLowerCase());
  const after = readHead(files);
  const fault =
    before === "unreadable" || after === "unreadable"
      ? (brokenLine(scan, noHead) ?? { kind: "head-unreadable" })
      : faultOf(scan, headOf(before), headOf(after));
  return {
    head: scan.head,
    faults: [
      ...(fault ? [fault] : []),
      ...(digest !== undefined && scan.digestLine === null
        ? [{ kind: "digest-absent", digest } as const]
        : []),
    ],
    interrupted: fault ? [] : interruptedIn(scan, headOf(after)),
    digestLine: scan.digestLine,
  };
};

const headOf = (read: ReturnType<typeof readHead>): HeadFile =>
  typeof read === "object" ? read : noHead;

interface Scan {
  readonly head: Head;
  readonly broken: LineFault | null;
  /** The place that the recorded head names. */
  readonly atRecorded: Head;
  readonly digestLine: number | null;
}

const scanTrail = async (
  path: string,
  recorded: number,
  digest: string | undefined,
): Promise<Scan> => {
  let head = genesis;
  let broken: LineFault | null = null;
  let atRecorded = genesis;
  let digestLine: number | null = null;
  for await (const step of stepsOf(path, genesis, sizeOf(path))) {
    if (step.ok) head = step.head;
    else broken = step.fault;
    if (head.seq === recorded) atRecorded = head;
    if (head.hash === digest) digestLine = head.seq;
  }
  return { head, broken, atRecorded, digestLine };
};

/** Anything but a plain file in the trail's place is a Problem: a named pipe has no size to go by. */
const sizeOf = (path: string): number =>
  reading(path, () => ifThere(() => withFile(path, access.read, (file) => fstatSync(file).size))) ??
  0;

/** Others may add lines meanwhile: the trail holds `before`, and at most one line past `after`. */
const faultOf = (scan: Scan, before: HeadFile, after: HeadFile): TrailFault | null => {
  const broken = brokenLine(scan, before);
  if (broken) return broken;
  const { head, atRecorded } = scan;
  if (head.seq < before.seq) return { kind: "cut-off", line: head.seq + 1, recorded: before.seq };
  if (atRecorded.hash !== before.hash || atRecorded.bytes !== before.bytes)
    return { kind: "head-differs", line: before.seq };
  return head.seq > after.seq + 1 ? unrecordedLines(after) : null;
};

/** A torn line that was never recorded is a writer's that was killed, or is still at it. */
const brokenLine = ({ broken }: Scan, recorded: HeadFile): LineFault | null =>
  broken?.kind === "torn" && broken.line > recorded.seq ? null : broken;

const interruptedIn = ({ head, broken }: Scan, recorded: HeadFile): Interrupted[] => [
  ...(head.seq > recorded.seq ? [{ what: "head-behind", line: head.seq } as const] : []),
  ...(broken ? [{ what: "torn-line", line: broken.line } as const] : []),
];
