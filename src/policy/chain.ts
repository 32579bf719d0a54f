import { isUtf8 } from "node:buffer";
import { canonicalMember, isPlainObject } from "../domain/canonical-json.ts";
import { type Sha, sha256 } from "../domain/digest.ts";
import { shaSchema } from "../domain/event-parts.ts";
import {
  type EventDraft,
  type EventType,
  eventSchemaOf,
  isEventType,
  type TrailEvent,
} from "../domain/events.ts";
import { surelyOf } from "../domain/surely.ts";
import { canonicalMembers, type MemberSpan } from "./canonical-members.ts";

/** A place in the trail: how many lines, the last one's hash, the bytes up to its end. */
export interface Head {
  readonly seq: number;
  readonly hash: Sha;
  readonly bytes: number;
}

/** No event comes near; a longer line is never held in memory whole. */
export const maxLineBytes = 8_388_608;

export const genesis: Head = { seq: 0, hash: shaSchema.parse("0".repeat(64)), bytes: 0 };

/** What is wrong with a line; `line` counts from 1, as `seq` does. */
export type LineFault =
  | { readonly kind: "torn"; readonly line: number }
  | { readonly kind: "too-long"; readonly line: number }
  | { readonly kind: "not-json"; readonly line: number }
  | { readonly kind: "unknown-shape"; readonly line: number; readonly at: string }
  | { readonly kind: "edited"; readonly line: number }
  | { readonly kind: "out-of-order"; readonly line: number; readonly found: number }
  | { readonly kind: "broken-link"; readonly line: number };

/** What is wrong between a trail that is sound in itself and what was recorded of it. */
export type HeadFault =
  | { readonly kind: "cut-off"; readonly line: number; readonly recorded: number }
  | { readonly kind: "head-behind"; readonly line: number; readonly recorded: number }
  | { readonly kind: "head-differs"; readonly line: number }
  | { readonly kind: "head-missing" }
  | { readonly kind: "head-unreadable" }
  | { readonly kind: "digest-absent"; readonly digest: string };

export type TrailFault = LineFault | HeadFault;

export interface Stamp {
  readonly run: string;
  readonly at: string;
}

export interface ChainEntry {
  readonly event: TrailEvent;
  /** The place just after this event. */
  readonly head: Head;
}

export type ChainStep =
  | ({ readonly ok: true } & ChainEntry)
  | { readonly ok: false; readonly fault: LineFault };

export interface Link extends ChainEntry {
  readonly line: Buffer;
}

/** The line that puts `draft` after `head`. */
export const link = (head: Head, { run, at }: Stamp, draft: EventDraft): Link => {
  const { text } = seal({ ...draft, v: 1, seq: head.seq + 1, at, run, prev: head.hash });
  const line = Buffer.from(`${text}\n`);
  if (line.length > maxLineBytes) throw new RangeError(`an event of ${line.length} bytes`);
  const event = eventSchemaOf(draft.type).parse(JSON.parse(text));
  return { line, event, head: after(head, event, line) };
};

/** Follows the chain by one line, given with its line feed. */
export const follow = (head: Head, line: Uint8Array): ChainStep => {
  const number = head.seq + 1;
  const read = readLine(number, line);
  if (!read.ok) return read;
  const { event } = read;
  if (event.seq !== number)
    return { ok: false, fault: { kind: "out-of-order", line: number, found: event.seq } };
  if (event.prev !== head.hash) return { ok: false, fault: { kind: "broken-link", line: number } };
  return { ok: true, event, head: after(head, event, line) };
};

const after = (head: Head, event: TrailEvent, line: Uint8Array): Head => ({
  seq: event.seq,
  hash: event.hash,
  bytes: head.bytes + line.length,
});

type ReadLine =
  | { readonly ok: true; readonly event: TrailEvent }
  | { readonly ok: false; readonly fault: LineFault };

/** One line by itself: whole, an event, and exactly the bytes that its hash stands for. */
export const readLine = (line: number, bytes: Uint8Array): ReadLine => {
  const faulty = (fault: LineFault): ReadLine => ({ ok: false, fault });
  if (bytes.length > maxLineBytes) return faulty({ kind: "too-long", line });
  if (bytes.at(-1) !== lineFeed) return faulty({ kind: "torn", line });
  const text = textOf(bytes.subarray(0, -1));
  const value = text === null ? undefined : parsed(text);
  if (!isPlainObject(value)) return faulty({ kind: "not-json", line });
  if (!isEventType(value.type)) return faulty({ kind: "unknown-shape", line, at: "type" });
  const shape = checkOf(value.type)(value)
    ? { success: true as const, data: value }
    : eventSchemaOf(value.type).safeParse(value);
  if (!shape.success)
    return faulty({ kind: "unknown-shape", line, at: shape.error.issues[0]?.path.join(".") ?? "" });
  return value.hash === hashAsSealed(bytes.subarray(0, -1)) || isSealed(value, text)
    ? { ok: true, event: shape.data }
    : faulty({ kind: "edited", line });
};

type QuickCheck = (value: unknown) => value is TrailEvent;
const quickChecks = new Map<EventType, QuickCheck>();

const checkOf = (type: EventType): QuickCheck => {
  const known = quickChecks.get(type);
  if (known) return known;
  const check = surelyOf(eventSchemaOf(type));
  quickChecks.set(type, check);
  return check;
};

const lineFeed = 0x0a;

/** Strict, because lenient decoding would read several byte strings as one text. */
const textOf = (bytes: Uint8Array): string | null =>
  isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString() : null;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const first = ["v", "seq", "at", "run", "type"];
const last = ["prev", "hash"];

/**
 * The hash of a line whose text surely is the one that `seal` writes, taken from the bytes as they
 * stand; null where that cannot be told at a glance.
 */
const hashAsSealed = (text: Uint8Array): Sha | null => {
  const members = canonicalMembers(text);
  if (!members || !isInLineOrder(members)) return null;
  const sorted = members.slice(0, -1).sort((a, b) => (a.name < b.name ? -1 : 1));
  const bytes = Buffer.allocUnsafe(text.length);
  let end = 0;
  for (const { from, to } of sorted) {
    bytes[end] = end === 0 ? openBrace : comma;
    bytes.set(text.subarray(from, to), end + 1);
    end += 1 + to - from;
  }
  bytes[end] = closeBrace;
  return sha256(bytes.subarray(0, end + 1));
};

const openBrace = 0x7b;
const comma = 0x2c;
const closeBrace = 0x7d;

const isInLineOrder = (members: readonly MemberSpan[]): boolean => {
  const names = members.map(({ name }) => name);
  const own = names.slice(first.length, -last.length);
  return (
    first.every((name, at) => names[at] === name) &&
    last.every((name, at) => names.at(at - last.length) === name) &&
    own.every((name, at) => at === 0 || (own[at - 1] ?? "") < name) &&
    !own.some((name) => first.includes(name) || last.includes(name))
  );
};

const isSealed = ({ hash, ...body }: Record<string, unknown>, text: string | null): boolean => {
  const sealed = seal(body);
  return hash === sealed.hash && text === sealed.text;
};

/** Hash and only text of a line; for people, the envelope comes first in it and the links last. */
const seal = (body: Readonly<Record<string, unknown>>): { hash: Sha; text: string } => {
  const keys = Object.keys(body).sort();
  const members = new Map(keys.map((key) => [key, canonicalMember(key, body[key])]));
  const hash = sha256(`{${[...members.values()].join(",")}}`);
  members.set("hash", canonicalMember("hash", hash));
  const own = keys.filter((key) => !first.includes(key) && !last.includes(key));
  const text = [...first, ...own, ...last].map((key) => members.get(key));
  return { hash, text: `{${text.join(",")}}` };
};

/** The one sentence for each fault. */
export const faultText = (fault: TrailFault): string => {
  switch (fault.kind) {
    case "torn":
      return `line ${fault.line} has no end`;
    case "too-long":
      return `line ${fault.line} has more than ${maxLineBytes} bytes`;
    case "not-json":
      return `line ${fault.line} is not a JSON object`;
    case "unknown-shape":
      return `line ${fault.line} is not an event of this version (at ${JSON.stringify(fault.at)})`;
    case "edited":
      return `line ${fault.line} was edited: its hash is not that of its content`;
    case "out-of-order":
      return `line ${fault.line} holds event ${fault.found}: lines were dropped, added or moved`;
    case "broken-link":
      return `line ${fault.line} does not follow from the line before it`;
    case "cut-off":
      return `line ${fault.line} is gone: ${fault.recorded} lines were recorded`;
    case "head-behind":
      return `line ${fault.line} is not recorded in head.json, which ends at ${fault.recorded}`;
    case "head-differs":
      return `line ${fault.line} is not the one that head.json recorded`;
    case "head-missing":
      return "head.json is missing";
    case "head-unreadable":
      return "head.json does not read as a trail's head";
    case "digest-absent":
      return `no line has the digest ${JSON.stringify(fault.digest)}`;
  }
};
