import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTrail } from "../../../src/adapters/trail/append.ts";
import { trailLinesOf } from "../../../src/adapters/trail/read.ts";
import { verifyTrail } from "../../../src/adapters/trail/verify.ts";
import { genesis } from "../../../src/policy/chain.ts";
import { thoroughly } from "../../support/soak.ts";
import { bundled, ended, start } from "./children.ts";
import { numbered, samples } from "./samples.ts";
import { bytesOf, entriesIn, eventsIn, now, open, scratch, trailOf } from "./scratch.ts";

const append = bundled("append");

describe("a trail", () => {
  it("begins empty and leaves nothing but its folder", async () => {
    const folder = join(scratch(), "project", ".output");
    const trail = await open(folder);
    expect(trail.head()).toEqual(genesis);
    expect(trail.repaired).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    expect(await eventsIn(folder)).toEqual([]);
    expect(await verifyTrail(folder)).toMatchObject({ faults: [], interrupted: [], head: genesis });
  });

  it("holds what was appended, in order, stamped with run and time", async () => {
    const folder = scratch();
    const trail = await open(folder);
    const appended = [];
    for (const draft of samples) appended.push((await trail.append(draft)).event);
    expect(await eventsIn(folder)).toEqual(appended);
    expect(appended.map(({ type }) => type)).toEqual(samples.map(({ type }) => type));
    expect(appended[0]).toMatchObject({ seq: 1, run: "run-1", at: "2030-01-02T03:04:05.678Z" });
    expect(readdirSync(folder).sort()).toEqual(["head.json", "trail.jsonl"]);
  });

  it("keeps its head beside it: lines, digest of the last, bytes", async () => {
    const folder = scratch();
    const trail = await trailOf(folder, 3);
    const last = (await entriesIn(folder)).at(-1);
    expect(trail.head()).toEqual(last?.head);
    expect(JSON.parse(bytesOf(folder, "head.json").toString())).toEqual({
      v: 1,
      ...trail.head(),
      unrecorded: [],
    });
    expect(trail.head().bytes).toBe(bytesOf(folder, "trail.jsonl").length);
  });

  it("goes on where another run ended", async () => {
    const folder = scratch();
    await trailOf(folder, 2);
    const later = await openTrail({ folder, run: "run-2", now });
    await later.append(numbered(3));
    expect((await eventsIn(folder)).map(({ seq, run }) => [seq, run])).toEqual([
      [1, "run-1"],
      [2, "run-1"],
      [3, "run-2"],
    ]);
  });

  it("is read on from any place in it", async () => {
    const folder = scratch();
    await trailOf(folder, 5);
    const entries = await entriesIn(folder);
    const rest = [];
    for await (const { event } of trailLinesOf(folder, entries[2]?.head)) rest.push(event.seq);
    expect(rest).toEqual([4, 5]);
  });

  it("writes nothing of an event that is not of its shape", async () => {
    const folder = scratch();
    const trail = await trailOf(folder, 1);
    const wrong = JSON.parse('{"type":"adopted","from":"x","to":"y","origin":"person"}');
    await expect(trail.append(wrong)).rejects.toThrow();
    await trail.append(numbered(2));
    expect(await eventsIn(folder)).toHaveLength(2);
  });

  it("takes a line of a megabyte, and the one after it", async () => {
    const folder = scratch();
    const trail = await open(folder);
    const detail = "€".repeat(350_000);
    await trail.append({ type: "tripwire", name: "drift", round: 1, numbers: {}, detail });
    await trail.append(numbered(2));
    const reopened = await open(folder);
    expect(reopened.head().seq).toBe(2);
    expect(await verifyTrail(folder)).toMatchObject({ faults: [] });
  });
});

describe("several writers at once", () => {
  it("in one process keep the order in which they were called", async () => {
    const folder = scratch();
    const trail = await open(folder);
    await Promise.all([1, 2, 3, 4, 5, 6].map((line) => trail.append(numbered(line))));
    const rows = (await eventsIn(folder)).map((event) => "files" in event && event.files[0]?.rows);
    expect(rows).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("with two open trails in one process share one chain", async () => {
    const folder = scratch();
    const [one, two] = [await open(folder), await open(folder)];
    await Promise.all([1, 2, 3].flatMap((n) => [one.append(numbered(n)), two.append(numbered(n))]));
    expect(await verifyTrail(folder)).toMatchObject({ faults: [], head: { seq: 6 } });
  });

  it("in two processes of many lines each make one chain", async () => {
    const each = thoroughly(200, 60);
    const folder = scratch();
    const children = ["run-1", "run-2"].map((run) =>
      ended(start(append, { folder, run, lines: each, dieAt: null })),
    );
    for (const child of await Promise.all(children)) expect(child.stderr).toBe("");
    const events = await eventsIn(folder);
    expect(events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 2 * each }, (_, at) => at + 1),
    );
    for (const run of ["run-1", "run-2"])
      expect(events.filter((event) => event.run === run)).toHaveLength(each);
    expect(await verifyTrail(folder)).toMatchObject({ faults: [], interrupted: [] });
    expect(existsSync(join(folder, "trail.lock"))).toBe(false);
  });

  it("do not disturb a reader, who sees whole lines only", async () => {
    const folder = scratch();
    const writer = ended(start(append, { folder, run: "run-1", lines: 150, dieAt: null }));
    let seen = 0;
    let running = true;
    writer.then(() => (running = false));
    while (running) {
      const { faults, head } = await verifyTrail(folder);
      expect(faults).toEqual([]);
      expect(head.seq).toBeGreaterThanOrEqual(seen);
      seen = (await entriesIn(folder)).length;
    }
    expect((await writer).stderr).toBe("");
    expect(await verifyTrail(folder)).toMatchObject({ head: { seq: 150 }, interrupted: [] });
  });
});
