import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/domain/canonical-json.ts";
import { sha256 } from "../../src/domain/digest.ts";
import type { EventDraft } from "../../src/domain/events.ts";
import {
  faultText,
  follow,
  genesis,
  type Head,
  type LineFault,
  link,
  maxLineBytes,
  readLine,
} from "../../src/policy/chain.ts";
import { numbered, samples } from "../adapters/trail/samples.ts";
import { times } from "../support/soak.ts";

const stamp = { run: "run-1", at: "2030-01-02T03:04:05.678Z" };

const chainOf = (drafts: readonly EventDraft[]): Buffer[] => {
  let head = genesis;
  return drafts.map((draft) => {
    const linked = link(head, stamp, draft);
    head = linked.head;
    return linked.line;
  });
};

const firstFault = (lines: readonly Uint8Array[]): LineFault | null => {
  let head: Head = genesis;
  for (const line of lines) {
    const step = follow(head, line);
    if (!step.ok) return step.fault;
    head = step.head;
  }
  return null;
};

const drafts = fc.array(fc.constantFrom(...samples), { minLength: 1, maxLength: 6 });
const five = chainOf([1, 2, 3, 4, 5].map(numbered));
const line = (number: number): Buffer => five[number - 1] ?? Buffer.alloc(0);
const edited = (number: number, from: string, to: string): Buffer =>
  Buffer.from(line(number).toString().replace(from, to));

describe("a chain", () => {
  it("of any events is followed to its head", () => {
    fc.assert(
      fc.property(drafts, (drafts) => {
        let head = genesis;
        for (const draft of drafts) {
          const linked = link(head, stamp, draft);
          expect(follow(head, linked.line)).toEqual({
            ok: true,
            event: linked.event,
            head: linked.head,
          });
          expect(linked.event).toMatchObject({ seq: head.seq + 1, prev: head.hash });
          expect(linked.head.bytes).toBe(head.bytes + linked.line.length);
          head = linked.head;
        }
      }),
    );
  });

  it("hashes the canonical JSON of the line without its hash", () => {
    const { hash, ...rest } = JSON.parse(line(3).toString());
    expect(hash).toBe(sha256(canonicalJson(rest)));
  });

  it("shows people the envelope first and the links last", () => {
    expect(Object.keys(JSON.parse(line(1).toString()))).toEqual([
      "v",
      "seq",
      "at",
      "run",
      "type",
      "action",
      "files",
      "seals",
      "prev",
      "hash",
    ]);
  });

  it("takes in no event that is not of a known shape", () => {
    const draft = JSON.parse('{"type":"adopted","from":"x","to":"y","origin":"person"}');
    expect(() => link(genesis, stamp, draft)).toThrow();
  });
});

describe("the first bad line is found and named", () => {
  const rehashed = (number: number, change: object): Buffer => {
    const { hash: _, ...body } = { ...JSON.parse(line(number).toString()), ...change };
    const { seq, prev, ...draft } = body;
    return link({ seq: seq - 1, hash: prev, bytes: 0 }, { run: body.run, at: body.at }, draft).line;
  };

  it.each<[string, Buffer[], LineFault]>([
    ["dropped", [line(1), line(3)], { kind: "out-of-order", line: 2, found: 3 }],
    ["dropped first", [line(2)], { kind: "out-of-order", line: 1, found: 2 }],
    ["swapped", [line(2), line(1)], { kind: "out-of-order", line: 1, found: 2 }],
    ["doubled", [line(1), line(1)], { kind: "out-of-order", line: 2, found: 1 }],
    ["cut short", [line(1), line(2).subarray(0, 40)], { kind: "torn", line: 2 }],
    ["without end", [Buffer.alloc(maxLineBytes + 1)], { kind: "too-long", line: 1 }],
    ["empty", [line(1), Buffer.from("\n")], { kind: "not-json", line: 2 }],
    ["a list", [Buffer.from("[1]\n")], { kind: "not-json", line: 1 }],
    ["not UTF-8", [Buffer.from([0x22, 0xff, 0x22, 0x0a])], { kind: "not-json", line: 1 }],
    [
      "marked with a BOM",
      [Buffer.concat([Buffer.from("\ufeff"), line(1)])],
      { kind: "not-json", line: 1 },
    ],
    ["deep without end", [Buffer.from(`{"a":${"[".repeat(1e6)}\n`)], { kind: "not-json", line: 1 }],
    [
      "of an unknown type",
      [edited(1, '"challenge"', '"other"')],
      { kind: "unknown-shape", line: 1, at: "type" },
    ],
    [
      "of a later version",
      [edited(1, '"v":1', '"v":2')],
      { kind: "unknown-shape", line: 1, at: "v" },
    ],
    [
      "changed in a value",
      [line(1), edited(2, '"rows":2', '"rows":3')],
      { kind: "edited", line: 2 },
    ],
    ["changed in a blank", [edited(1, '"seq":1', '"seq": 1')], { kind: "edited", line: 1 }],
    [
      "changed in a number's form",
      [edited(1, '"seq":1', '"seq":1.0')],
      { kind: "edited", line: 1 },
    ],
    [
      "changed in its keys' order",
      [edited(1, '"v":1,"seq":1', '"seq":1,"v":1')],
      { kind: "edited", line: 1 },
    ],
    ["given a key twice", [edited(1, '"v":1', '"v":1,"v":1')], { kind: "edited", line: 1 }],
    ["ended with CRLF", [edited(1, "\n", "\r\n")], { kind: "edited", line: 1 }],
    [
      "rewritten with its hash",
      [line(1), rehashed(2, { run: "run-2" }), line(3)],
      { kind: "broken-link", line: 3 },
    ],
  ])("%s", (_title, lines, fault) => {
    expect(firstFault(lines)).toEqual(fault);
    expect(faultText(fault)).toContain(`line ${fault.line} `);
  });

  it.each([
    ["a blank", '"rows":3', '"rows": 3'],
    ["a number in another form", '"rows":3', '"rows":3.0'],
    ["an escape", '"action":"removed"', '"action":"\\u0072emoved"'],
    [
      "keys in another order",
      /"gold":("[0-9a-f]+"),"holdout":("[0-9a-f]+")/,
      '"holdout":$2,"gold":$1',
    ],
    ["a key twice", '"gold":', '"gold":"x","gold":'],
    ["members in another order", /("files":\[.*\]),("seals":\{.*?\})/, "$2,$1"],
  ])("written in another way, its hash being that of those bytes: %s", (_title, from, to) => {
    const text = line(3).toString().trimEnd().replace(from, to);
    expect(text).not.toBe(line(3).toString().trimEnd());
    const [, body = "", links = ""] = /^(.*),"hash":"[0-9a-f]+"(\})$/.exec(text) ?? [];
    const { hash: own, ...honest } = JSON.parse(line(3).toString());
    expect(sha256(sortedMembers(JSON.stringify(honest)))).toBe(own);
    // Both ways that a forger may take: of the bytes as they stand, and of members put in order.
    for (const hash of [sha256(body + links), sha256(sortedMembers(body + links))]) {
      const forged = Buffer.from(`${body},"hash":"${hash}"}\n`);
      expect(readLine(3, forged)).toEqual({ ok: false, fault: { kind: "edited", line: 3 } });
    }
  });

  it("whatever byte of it was flipped", () => {
    const events = chainOf(samples);
    const place = fc
      .nat(events.length - 1)
      .chain((at) =>
        fc.tuple(
          fc.constant(at),
          fc.nat((events[at]?.length ?? 1) - 1),
          fc.integer({ min: 1, max: 255 }),
        ),
      );
    fc.assert(
      fc.property(place, ([at, byte, mask]) => {
        const bytes = Buffer.concat(events);
        const start = Buffer.concat(events.slice(0, at)).length;
        bytes.writeUInt8(bytes.readUInt8(start + byte) ^ mask, start + byte);
        expect(firstFault(linesOf(bytes))).toMatchObject({ line: at + 1 });
      }),
      { numRuns: times(400) },
    );
  });

  it("whatever byte of a replacement character was dropped", () => {
    const { line } = link(genesis, stamp, { ...draftWith("\ufffd") });
    const at = line.indexOf("\ufffd");
    for (const byte of [0, 1, 2]) {
      const bytes = Buffer.concat([line.subarray(0, at + byte), line.subarray(at + byte + 1)]);
      expect(readLine(1, bytes).ok).toBe(false);
    }
  });
});

/** The members of an object's text in order, each as it stands. */
const sortedMembers = (text: string): string => {
  const members = text.slice(1, -1).match(/"\w+":(?:"[^"]*"|[^[{,]+|[[{].*?[\]}])(?=,"|$)/g) ?? [];
  return `{${members.sort().join(",")}}`;
};

const draftWith = (path: string): EventDraft => ({
  ...numbered(1),
  type: "challenge",
  action: "removed",
  files: [{ path, sha: sha256(path), rows: 1 }],
  seals: {
    judge: genesis.hash,
    arena: genesis.hash,
    gold: genesis.hash,
    holdout: genesis.hash,
    starter: genesis.hash,
  },
});

const linesOf = (bytes: Buffer): Buffer[] => {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    lines.push(bytes.subarray(start, end + 1));
    start = end + 1;
  }
  return start < bytes.length ? [...lines, bytes.subarray(start)] : lines;
};
