import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifyTrail } from "../../../src/adapters/trail/verify.ts";
import { needs } from "../../support/machine.ts";
import { endedInTime } from "../../support/until.ts";
import { bundled } from "./children.ts";
import { numbered } from "./samples.ts";
import { bytesOf, eventsIn, open, scratch, trailOf } from "./scratch.ts";

const append = bundled("append");
const orders = (folder: string) =>
  JSON.stringify({ folder, run: "run-1", lines: 1000, dieAt: null });

const shell = (script: string, ...given: string[]) => {
  const { stdout, stderr, status } = spawnSync("bash", ["-c", script, "bash", ...given], {
    encoding: "utf8",
    ...endedInTime,
  });
  return { told: stdout.split("\n").filter((line) => /^\d/.test(line)), stderr, status };
};

const inNamespaces = (script: string): string => `unshare -rm bash -c '${script}' bash "$@"`;

describe("when the disk refuses", () => {
  it("half a line, the half is cut back before the refusal is told", async () => {
    const folder = scratch();
    // A limit on file size is met in the middle of a write, as a full disk is.
    const script = `trap "" XFSZ; ulimit -f 9; exec "$1" "$2" "$3"`;
    const { told, stderr } = shell(script, process.execPath, append, orders(folder));
    expect(stderr).toContain(`cannot write ${join(folder, "trail.jsonl")}`);
    expect(told.length).toBeGreaterThan(5);
    const trail = bytesOf(folder, "trail.jsonl");
    expect(trail.length).toBeLessThan(9 * 1024);
    expect(trail.at(-1)).toBe(10);
    expect(await eventsIn(folder)).toHaveLength(told.length);
    expect(await verifyTrail(folder)).toMatchObject({ faults: [], interrupted: [] });
  });

  it("any more bytes, what was told stands, and the next start goes on", async (test) => {
    needs("namespaces")(test);
    const folder = scratch();
    const [small, kept] = [join(folder, "small"), join(folder, "kept")];
    mkdirSync(small);
    const { told, stderr } = shell(
      inNamespaces(`mount -t tmpfs -o size=64k tmpfs "$3"; "$1" "$2" "$4"; cp -r "$3" "$5"`),
      ...[process.execPath, append, small, orders(small), kept],
    );
    expect(stderr).toContain("the disk is full");
    expect(await verifyTrail(kept)).toMatchObject({ faults: [], interrupted: [] });
    expect(await eventsIn(kept)).toHaveLength(told.length);
    await (await open(kept)).append(numbered(1));
    expect(await eventsIn(kept)).toHaveLength(told.length + 1);
    expect(readdirSync(kept).sort()).toEqual(["head.json", "trail.jsonl"]);
  });

  it("all writing, the refusal names the file and the reason", async (test) => {
    needs("namespaces")(test);
    const folder = scratch();
    await trailOf(folder, 2);
    const { stderr } = shell(
      inNamespaces(`mount --bind "$3" "$3"; mount -o remount,ro,bind "$3"; "$1" "$2" "$4"`),
      ...[process.execPath, append, folder, orders(folder)],
    );
    expect(stderr).toContain(`cannot write ${folder}`);
    expect(stderr).toContain("the file system is read-only");
    expect(await verifyTrail(folder)).toMatchObject({ faults: [], head: { seq: 2 } });
  });
});

describe("when the folder vanishes under a writer", () => {
  it("the append is refused and no new folder is made", async () => {
    const folder = join(scratch(), ".output");
    const trail = await trailOf(folder, 2);
    rmSync(folder, { recursive: true });
    await expect(trail.append(numbered(3))).rejects.toMatchObject({ code: "cannot-write" });
    await expect(verifyTrail(folder)).resolves.toMatchObject({ head: { seq: 0 } });
  });

  it("and comes back empty, no second trail is begun in the middle of a run", async () => {
    const folder = join(scratch(), ".output");
    const trail = await trailOf(folder, 2);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await expect(trail.append(numbered(3))).rejects.toMatchObject({ code: "trail-damaged" });
    expect(await eventsIn(folder)).toEqual([]);
  });
});
