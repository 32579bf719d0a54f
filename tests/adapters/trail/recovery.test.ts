import { appendFileSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TrailStep } from "../../../src/adapters/trail/trail-files.ts";
import { verifyTrail } from "../../../src/adapters/trail/verify.ts";
import { sha256 } from "../../../src/domain/digest.ts";
import { link } from "../../../src/policy/chain.ts";
import { times } from "../../support/soak.ts";
import { bundled, ended, start } from "./children.ts";
import { numbered } from "./samples.ts";

import { bytesOf, eventsIn, open, scratch, trailOf } from "./scratch.ts";

const append = bundled("append");
const stamp = { run: "run-1", at: "2030-01-02T03:04:05.678Z" };

describe("a torn last line", () => {
  const tear = async (folder: string): Promise<Buffer> => {
    const trail = await trailOf(folder, 2);
    const torn = link(trail.head(), stamp, numbered(3)).line.subarray(0, -7);
    appendFileSync(join(folder, "trail.jsonl"), torn);
    return torn;
  };

  it("is no damage: it is copied aside, cut, and put on record", async () => {
    const folder = scratch();
    const torn = await tear(folder);
    expect(await verifyTrail(folder)).toMatchObject({
      faults: [],
      interrupted: [{ what: "torn-line", line: 3 }],
    });

    const trail = await open(folder);
    const repair = { what: "torn-line", bytes: torn.length, sha: sha256(torn) };
    expect(trail.repaired).toMatchObject([repair]);
    expect((await eventsIn(folder)).at(-1)).toMatchObject({ seq: 3, type: "recovered", ...repair });
    const [copy] = readdirSync(join(folder, "quarantine"));
    expect(trail.repaired).toMatchObject([{ quarantined: `quarantine/${copy}` }]);
    expect(bytesOf(folder, `quarantine/${copy}`)).toEqual(torn);
    expect(await verifyTrail(folder)).toMatchObject({ faults: [], interrupted: [] });
  });

  it("that is the very first is repaired too", async () => {
    const folder = scratch();
    writeFileSync(join(folder, "trail.jsonl"), '{"v":1,');
    const trail = await open(folder);
    expect(trail.repaired).toMatchObject([{ what: "torn-line", bytes: 7 }]);
    expect(await eventsIn(folder)).toMatchObject([{ seq: 1, type: "recovered" }]);
  });

  it("is met by an append of a running writer just as well", async () => {
    const folder = scratch();
    const trail = await trailOf(folder, 1);
    appendFileSync(join(folder, "trail.jsonl"), "{");
    await trail.append(numbered(2));
    expect((await eventsIn(folder)).map(({ type }) => type)).toEqual([
      "challenge",
      "recovered",
      "challenge",
    ]);
  });

  it("is not seen by readers", async () => {
    const folder = scratch();
    await tear(folder);
    expect(await eventsIn(folder)).toHaveLength(2);
  });

  it.each<TrailStep>([
    "locked",
    "torn-copied",
    "repair-noted",
    "torn-cut",
    "head-prepared",
    "line-written",
    "line-synced",
    "head-published",
  ])("is on record exactly once when its repair is killed at %s", async (step) => {
    const folder = scratch();
    const torn = await tear(folder);
    const orders = { folder, run: "run-2", lines: 0, dieAt: { step, passing: 1 } };
    expect(await ended(start(append, orders))).toMatchObject({ signal: "SIGKILL" });
    await open(folder);
    const told = (await eventsIn(folder)).filter((event) => event.type === "recovered");
    expect(told.filter((event) => event.what === "torn-line")).toMatchObject([
      { sha: sha256(torn) },
    ]);
    expect(await verifyTrail(folder)).toMatchObject({ faults: [], interrupted: [] });
  });
});

describe("a head that is behind by one line", () => {
  it("is brought up, and the line counts", async () => {
    const folder = scratch();
    await trailOf(folder, 1);
    const before = bytesOf(folder, "head.json");
    const { hash } = (await trailOf(folder, 1)).head();
    writeFileSync(join(folder, "head.json"), before);
    expect(await verifyTrail(folder)).toMatchObject({
      faults: [],
      head: { seq: 2, hash },
      interrupted: [{ what: "head-behind", line: 2 }],
    });
    const trail = await open(folder);
    expect(trail.repaired).toEqual([{ what: "head-behind", line: 2 }]);
    expect((await eventsIn(folder)).map(({ type }) => type)).toEqual([
      "challenge",
      "challenge",
      "recovered",
    ]);
    expect(await verifyTrail(folder)).toMatchObject({ faults: [], interrupted: [] });
  });

  it("is one also when there was no head yet", async () => {
    const folder = scratch();
    await trailOf(folder, 1);
    rmSync(join(folder, "head.json"));
    expect((await open(folder)).repaired).toEqual([{ what: "head-behind", line: 1 }]);
  });
});

describe("a writer killed in an append", () => {
  const survives = async (folder: string, lines: readonly string[]) => {
    const told = lines.filter((line) => line !== "open");
    const events = await eventsIn(folder);
    const known = events.map(({ seq, hash }) => `${seq} ${hash}`);
    expect(known.slice(0, told.length)).toEqual(told);
    expect(events.length - told.length).toBeLessThanOrEqual(1);
    expect((await verifyTrail(folder)).faults).toEqual([]);

    const trail = await open(folder);
    await trail.append(numbered(1));
    expect(await verifyTrail(folder)).toMatchObject({ faults: [], interrupted: [] });
    expect(existsSync(join(folder, "trail.lock"))).toBe(false);
  };

  it.each<[TrailStep, number, readonly string[]]>([
    ["locked", 4, []],
    ["head-prepared", 3, []],
    ["line-written", 3, ["head-behind"]],
    ["line-synced", 3, ["head-behind"]],
    ["head-published", 3, []],
  ])("at %s loses no line that it told of", async (step, passing, repairs) => {
    const folder = scratch();
    const orders = { folder, run: "run-1", lines: 9, dieAt: { step, passing } };
    const { signal, lines } = await ended(start(append, orders));
    expect([signal, lines.length]).toEqual(["SIGKILL", 3]);
    await survives(folder, lines);
    const recovered = (await eventsIn(folder)).filter((event) => event.type === "recovered");
    expect(recovered.map(({ what }) => what)).toEqual(repairs);
  });

  it("at any moment loses no line that it told of", async () => {
    const random = generator(20_300_102);
    for (let kill = 0; kill < times(24, 8); kill++) {
      const folder = scratch();
      const child = start(append, { folder, run: "run-1", lines: 100_000, dieAt: null });
      child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), random() * 120));
      const { signal, lines } = await ended(child);
      expect(signal).toBe("SIGKILL");
      await survives(folder, lines);
    }
  });
});

/** The same moments in every run: mulberry32. */
const generator = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
