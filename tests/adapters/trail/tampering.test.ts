import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifyTrail } from "../../../src/adapters/trail/verify.ts";
import { times } from "../../support/soak.ts";
import { numbered, samples } from "./samples.ts";
import { bytesOf, entriesIn, eventsIn, open, plant, scratch, trailOf } from "./scratch.ts";

const linesIn = (folder: string): string[] =>
  bytesOf(folder, "trail.jsonl")
    .toString()
    .split(/(?<=\n)/);
const write = (folder: string, lines: readonly string[]): void =>
  writeFileSync(join(folder, "trail.jsonl"), lines.join(""));
const faultsOf = async (folder: string) => (await verifyTrail(folder)).faults;

/** Every file below the folder with its content, to see that nothing was touched. */
const contentOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, "base64")]),
  );

type Tamper = (lines: string[], at: number, other: number) => string[];
const tampers: Record<string, Tamper> = {
  drop: (lines, at) => lines.toSpliced(at, 1),
  double: (lines, at) => lines.toSpliced(at, 0, lines[at] ?? ""),
  swap: (lines, at, other) => lines.with(at, lines[other] ?? "").with(other, lines[at] ?? ""),
  cut: (lines, at) => lines.slice(0, at),
  "cut within a line": (lines, at) => [...lines.slice(0, at), lines[at]?.slice(0, -9) ?? ""],
};

describe("tampering with the trail", () => {
  it.each(Object.entries(tampers))("%s: found, and named by line", async (_name, tamper) => {
    const folder = scratch();
    const drafts = fc.array(fc.constantFrom(...samples), { minLength: 2, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(drafts, fc.nat(), fc.nat(), async (drafts, one, two) => {
        const lines = plant(folder, drafts).map(String);
        const [at, other] = [one % lines.length, two % lines.length];
        fc.pre(at !== other);
        expect(await faultsOf(folder)).toEqual([]);
        const damaged = tamper(lines, at, other);
        write(folder, damaged);
        const first = lines.findIndex((line, index) => damaged[index] !== line);
        const [fault] = await faultsOf(folder);
        expect(fault).toMatchObject({ line: (first === -1 ? lines.length : first) + 1 });
      }),
    );
  });

  it("flip any byte of trail or head: found", async () => {
    const folder = scratch();
    await trailOf(folder, 4);
    const files = ["trail.jsonl", "head.json"].map(
      (name) => [name, bytesOf(folder, name)] as const,
    );
    const byte = fc.tuple(fc.constantFrom(...files), fc.nat(), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(byte, async ([[name, bytes], place, mask]) => {
        const flipped = Buffer.from(bytes);
        const at = place % bytes.length;
        flipped.writeUInt8(flipped.readUInt8(at) ^ mask, at);
        writeFileSync(join(folder, name), flipped);
        const faults = await faultsOf(folder);
        writeFileSync(join(folder, name), bytes);
        const line = bytes.subarray(0, at).toString().split("\n").length;
        expect(faults).toHaveLength(1);
        if (name === "trail.jsonl") expect(faults).toMatchObject([{ line }]);
      }),
      { numRuns: times(300) },
    );
    expect(await faultsOf(folder)).toEqual([]);
  });

  it("a chain rewritten from the middle on, head and all, is shown by a digest kept elsewhere", async () => {
    const folder = scratch();
    const { hash } = (await trailOf(folder, 4)).head();
    expect(await verifyTrail(folder, { head: hash })).toMatchObject({ faults: [], digestLine: 4 });
    rmSync(join(folder, "trail.jsonl"));
    rmSync(join(folder, "head.json"));
    const forged = await open(folder);
    for (const rows of [1, 2, 30, 4]) await forged.append(numbered(rows));
    expect(await verifyTrail(folder)).toMatchObject({ faults: [] });
    expect(await verifyTrail(folder, { head: hash })).toMatchObject({
      faults: [{ kind: "digest-absent", digest: hash }],
      digestLine: null,
    });
  });

  it("a digest kept elsewhere still counts when the trail has grown", async () => {
    const folder = scratch();
    const { hash } = (await trailOf(folder, 2)).head();
    await trailOf(folder, 2);
    const head = hash.toUpperCase();
    expect(await verifyTrail(folder, { head })).toMatchObject({ faults: [], digestLine: 2 });
  });
});

describe("damage to the head file is found", () => {
  it.each<[string, (folder: string) => void, string]>([
    ["gone", (folder) => rmSync(join(folder, "head.json")), "head-missing"],
    ["empty", (folder) => writeFileSync(join(folder, "head.json"), ""), "head-unreadable"],
    ["not JSON", (folder) => writeFileSync(join(folder, "head.json"), "{"), "head-unreadable"],
  ])("%s", async (_name, damage, kind) => {
    const folder = scratch();
    await trailOf(folder, 3);
    damage(folder);
    expect(await faultsOf(folder)).toMatchObject([{ kind }]);
    await expect(open(folder)).rejects.toMatchObject({ code: "trail-damaged" });
  });

  it("an older one put back", async () => {
    const folder = scratch();
    await trailOf(folder, 1);
    const old = bytesOf(folder, "head.json");
    await trailOf(folder, 2);
    writeFileSync(join(folder, "head.json"), old);
    expect(await faultsOf(folder)).toEqual([{ kind: "head-behind", line: 2, recorded: 1 }]);
  });

  it("the trail gone beside it", async () => {
    const folder = scratch();
    await trailOf(folder, 2);
    rmSync(join(folder, "trail.jsonl"));
    expect(await faultsOf(folder)).toEqual([{ kind: "cut-off", line: 1, recorded: 2 }]);
    await expect(open(folder)).rejects.toMatchObject({ code: "trail-damaged" });
  });
});

describe("a writer on a damaged trail", () => {
  const last = (change: (line: string) => string) => (folder: string) =>
    write(folder, linesIn(folder).with(-1, change(linesIn(folder).at(-1) ?? "")));

  it.each<[string, (folder: string) => void, RegExp]>([
    [
      "last line cut off",
      (folder) => write(folder, linesIn(folder).slice(0, -1)),
      /line 3 is gone/,
    ],
    ["last line torn after it was recorded", last((line) => line.slice(0, -5)), /line 3 is gone/],
    ["last line edited", last((line) => line.replace('"rows":3', '"rows":4')), /line 3 was edited/],
    [
      "a line dropped before it",
      (folder) => write(folder, linesIn(folder).slice(1)),
      /line 3 is gone/,
    ],
    [
      "lines added",
      (folder) => write(folder, [...linesIn(folder), "{}\n", "{}\n"]),
      /line 4 is not recorded/,
    ],
    [
      "one false line added",
      (folder) => write(folder, [...linesIn(folder), "{}\n"]),
      /line 4 is not an event/,
    ],
  ])("refuses, names it and touches nothing: %s", async (_name, damage, says) => {
    const folder = scratch();
    const trail = await trailOf(folder, 3);
    damage(folder);
    const before = contentOf(folder);
    const refusal = { code: "trail-damaged", message: expect.stringMatching(says) };
    await expect(open(folder)).rejects.toMatchObject(refusal);
    await expect(trail.append(numbered(4))).rejects.toMatchObject(refusal);
    expect(contentOf(folder)).toEqual(before);
    expect((await faultsOf(folder)).length).toBe(1);
  });

  it("refuses to go on when trail and head were both put back to an earlier state", async () => {
    const folder = scratch();
    const earlier = join(scratch(), "earlier");
    await trailOf(folder, 2);
    cpSync(folder, earlier, { recursive: true });
    const trail = await trailOf(folder, 1);
    rmSync(folder, { recursive: true });
    cpSync(earlier, folder, { recursive: true });
    await expect(trail.append(numbered(4))).rejects.toMatchObject({ code: "trail-damaged" });
    expect(await eventsIn(folder)).toHaveLength(2);
  });

  it("says so to readers too, at the line, and gives them what is before it", async () => {
    const folder = scratch();
    await trailOf(folder, 3);
    write(folder, linesIn(folder).with(1, "{}\n"));
    await expect(entriesIn(folder)).rejects.toMatchObject({
      code: "trail-damaged",
      exit: 2,
      message: expect.stringContaining("line 2 is not an event of this version"),
    });
  });
});

describe("links planted under the trail's names are not followed", () => {
  it.each(["trail.jsonl", "head.json", "trail.lock", "quarantine", "checkpoint.json"])(
    "%s",
    async (name) => {
      const folder = scratch();
      const outside = join(scratch(), "outside");
      if (name === "quarantine") mkdirSync(outside);
      else writeFileSync(outside, "untouched");
      symlinkSync(outside, join(folder, name));
      writeFileSync(join(folder, name === "trail.jsonl" ? "other" : "trail.jsonl"), "{");
      const opened = open(folder);
      if (name === "checkpoint.json") await opened;
      else
        await expect(opened).rejects.toMatchObject({
          code: expect.stringMatching(/^cannot-(read|write)$/),
        });
      if (name === "quarantine") expect(readdirSync(outside)).toEqual([]);
      else expect(readFileSync(outside, "utf8")).toBe("untouched");
    },
  );
});

it("a line without end is named, and is never read whole", async () => {
  const folder = scratch();
  const trail = await trailOf(folder, 2);
  truncateSync(join(folder, "trail.jsonl"), 3e9);
  const refusal = {
    code: "trail-damaged",
    message: expect.stringContaining("line 3 has more than"),
  };
  expect(await faultsOf(folder)).toEqual([{ kind: "too-long", line: 3 }]);
  await expect(entriesIn(folder)).rejects.toMatchObject(refusal);
  await expect(open(folder)).rejects.toMatchObject(refusal);
  await expect(trail.append(numbered(3))).rejects.toMatchObject(refusal);
});
