import { fstatSync } from "node:fs";
import {
  type ChainEntry,
  follow,
  type Head,
  maxLineBytes,
  readLine,
  type TrailFault,
} from "../../policy/chain.ts";
import { lineBefore, linesBetween } from "./lines.ts";
import { access, ifThere, withFile } from "./plain-files.ts";

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
