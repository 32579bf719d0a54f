import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bwrap } from "../../../src/adapters/containment/backends/bwrap.ts";
import { processOnly } from "../../../src/adapters/containment/backends/process.ts";
import { unshare } from "../../../src/adapters/containment/backends/unshare.ts";
import { Sandbox } from "../../../src/adapters/containment/containment.ts";
import { isThere } from "./hostile-suite.ts";
import { bundleOperator, hostilePrograms } from "./support.ts";
import {
  eventually,
  neverEnds,
  newWorld,
  processesWith,
  readIfThere,
  type World,
  writesTables,
} from "./world.ts";

const anything = { isolation: "auto", allowProcess: true } as const;
const everyBackend = await Promise.all(
  [bwrap, unshare, processOnly].map(async (backend) => ({
    backend,
    name: backend.name,
    there: backend === processOnly || (await isThere(backend)),
  })),
);

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.end());

describe.each(everyBackend)("on $name", ({ backend, there }) => {
  test.skipIf(!there)("the kill switch ends a run at once and leaves nothing", async () => {
    const runtime = world.runtime(neverEnds);
    const stop = new AbortController();
    const run = new Sandbox(runtime, [backend]).run(world.job(), {
      ...anything,
      signal: stop.signal,
    });
    const ended = expect(run).rejects.toThrow("stopped by the operator");
    await eventually(() => processesWith(world.base).length > 0, 5000);
    const began = performance.now();
    stop.abort(new Error("stopped by the operator"));
    await ended;
    expect(performance.now() - began).toBeLessThan(1000);
    expect([processesWith(world.base), world.leftBehind()]).toEqual([[], []]);
  });

  test.skipIf(!there)("a run that is stopped before it begins never begins", async () => {
    const signal = AbortSignal.abort(new Error("stopped by the operator"));
    const run = new Sandbox(world.runtime(neverEnds), [backend]).run(world.job(), {
      ...anything,
      signal,
    });
    await expect(run).rejects.toThrow("stopped by the operator");
    expect(world.leftBehind()).toEqual([]);
  });

  test.skipIf(!there)("the kernel knows the limits and the walls", async () => {
    const stop = new AbortController();
    const runtime = world.runtime(neverEnds);
    const node = {
      ...runtime.node,
      hardeningFlags: [...runtime.node.hardeningFlags, `--title=${world.base}`],
    };
    const run = new Sandbox({ ...runtime, node }, [backend]).run(world.job(), {
      ...anything,
      signal: stop.signal,
    });
    const ended = expect(run).rejects.toThrow();
    await eventually(() => programsOf(world).length > 0, 5000);
    const [program = 0] = programsOf(world);
    const limits = readIfThere(`/proc/${program}/limits`);
    const status = readIfThere(`/proc/${program}/status`);
    const ours = (name: string) =>
      readlinkSync(`/proc/${program}/ns/${name}`) === readlinkSync(`/proc/self/ns/${name}`);
    const shared = ["user", "pid", "net", "ipc", "uts", "mnt"].filter(ours);
    stop.abort();
    await ended;
    expect(limits).toMatch(/Max core file size +0 +0/);
    expect(limits).toMatch(/Max open files +256 +256/);
    expect(limits).toMatch(/Max file size +5242880 +5242880/);
    expect(limits).toMatch(/Max cpu time +\d+ +\d+/);
    expect(limits).toMatch(/Max data size +\d+ +\d+/);
    expect(status).toMatch(/NoNewPrivs:\s+1/);
    if (backend !== processOnly) {
      expect(shared).toEqual([]);
      expect(status).toMatch(/CapEff:\s+0+\n/);
    }
    if (backend === bwrap) expect(status).toMatch(/Seccomp:\s+2/);
  });

  test.skipIf(!there)("runs side by side end each by itself and leave no descriptor", async () => {
    const sandbox = new Sandbox(world.runtime(writesTables), [backend]);
    const one = async (name: string) => {
      const outputFolder = join(world.base, name);
      mkdirSync(outputFolder);
      return sandbox.run(world.job({ outputFolder }), anything);
    };
    await one("first");
    const before = readdirSync("/proc/self/fd").length;
    const runs = await Promise.all(["a", "b", "c", "d"].map(one));
    const tables = runs.map((run) => run.outcome === "ok" && run.tables.get("master"));
    expect(tables).toEqual(
      ["a", "b", "c", "d"].map((name) => join(world.base, name, "master.csv")),
    );
    expect(await eventually(() => readdirSync("/proc/self/fd").length <= before, 2000)).toBe(true);
    expect(world.leftBehind()).toEqual([]);
  });

  test.skipIf(!there)("nothing outlives a CleanLoop that is killed", async () => {
    const operator = join(world.base, "operator.mjs");
    const work = join(world.base, "work");
    mkdirSync(work);
    await bundleOperator(operator);
    const plan = {
      backend: backend.name,
      nodePermissions: true,
      base: work,
      programs: hostilePrograms,
      run: [{ program: "ignores-signals", timeoutSeconds: 60 }],
      secret: "",
      token: randomUUID(),
      limits: { memoryMb: 128, outputMb: 4 },
    };
    writeFileSync(join(world.base, "plan.json"), JSON.stringify(plan));
    const cleanLoop = spawn(process.execPath, [operator, join(world.base, "plan.json")]);
    const isNode = (pid: number) =>
      readIfThere(`/proc/${pid}/cmdline`).startsWith(process.execPath);
    const started = () => processesWith(plan.token).some(isNode);
    expect(await eventually(started, 10_000)).toBe(true);
    cleanLoop.kill("SIGKILL");
    await once(cleanLoop, "exit");
    expect(await eventually(() => processesWith(plan.token).length === 0, 3000)).toBe(true);
  });
});

/** The program itself, not those that set it up: only Node takes the title. */
const programsOf = ({ base }: World): number[] =>
  processesWith(base).filter((pid) => readIfThere(`/proc/${pid}/cmdline`).startsWith(base));
