import { mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bwrap } from "../../../src/adapters/containment/backends/bwrap.ts";
import { processOnly } from "../../../src/adapters/containment/backends/process.ts";
import { Sandbox } from "../../../src/adapters/containment/containment.ts";
import { launch } from "../../support/cli.ts";
import { needs, withoutBubblewrap } from "../../support/machine.ts";
import {
  commandLineOf,
  familyOf,
  isRunning,
  processesLike,
  processesWith,
} from "../../support/processes.ts";
import { TestProject } from "../../support/project.ts";
import { until } from "../../support/until.ts";
import { everyBackend, neverEnds, newWorld, unhurried, type World, writesTables } from "./world.ts";

const anything = { isolation: "auto", allowProcess: true } as const;
let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.end());

describe.each(everyBackend)("on $name", ({ name, backend, needed }) => {
  beforeEach(needs(...needed));

  test("the kill switch ends a run at once and leaves nothing", async () => {
    const runtime = world.runtime(neverEnds);
    const stop = new AbortController();
    const run = new Sandbox(runtime, [backend]).run(world.job(), {
      ...anything,
      signal: stop.signal,
    });
    const ended = expect(run).rejects.toThrow("stopped by the operator");
    await until(() => processesWith(world.base).length > 0, "the program to start");
    stop.abort(new Error("stopped by the operator"));
    await ended;
    expect([processesWith(world.base), world.leftBehind()]).toEqual([[], []]);
  });

  test("a run that is stopped before it begins never begins", async () => {
    const signal = AbortSignal.abort(new Error("stopped by the operator"));
    const run = new Sandbox(world.runtime(neverEnds), [backend]).run(world.job(), {
      ...anything,
      signal,
    });
    await expect(run).rejects.toThrow("stopped by the operator");
    expect(world.leftBehind()).toEqual([]);
  });

  test("the kernel knows the limits and the walls", async () => {
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
    await until(() => programsOf(world).length > 0, "the program to start");
    const [program = 0] = programsOf(world);
    const limits = readFileSync(`/proc/${program}/limits`, "utf8");
    const status = readFileSync(`/proc/${program}/status`, "utf8");
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

  test("runs side by side end each by itself and leave no descriptor", async () => {
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
    await until(() => readdirSync("/proc/self/fd").length <= before, "the descriptors to close");
    expect(world.leftBehind()).toEqual([]);
  });

  test("nothing outlives a CleanLoop that is killed", async () => {
    const project = new TestProject();
    try {
      project.write("genome/clean_data.ts", "export const clean = () => {\n  for (;;);\n};\n");
      const isolation = backend === processOnly ? ["--isolation", "process"] : [];
      const { child, answer } = launch(["sandbox", "--timeout", `${unhurried}`, ...isolation], {
        cwd: project.root,
        through: name === "unshare" ? withoutBubblewrap : [],
      });
      const family = () => familyOf(child.pid ?? 0);
      const inSandbox = () =>
        family().some((pid) => /^[^\0]*node\0.*runner\.cjs/.test(commandLineOf(pid)));
      await until(inSandbox, "the genome to run");
      const everyone = family();
      child.kill("SIGKILL");
      await answer;
      await until(() => !everyone.some(isRunning), "every process of the run to end");
    } finally {
      project.dispose();
    }
  });
});

/** The program itself, not those that set it up: only Node takes the title. */
const programsOf = ({ base }: World): number[] => processesLike((line) => line.startsWith(base));
