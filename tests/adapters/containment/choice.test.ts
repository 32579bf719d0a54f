import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Backend, SetupFailed } from "../../../src/adapters/containment/backends/backend.ts";
import { processOnly } from "../../../src/adapters/containment/backends/process.ts";
import { Sandbox } from "../../../src/adapters/containment/containment.ts";
import { exitCode } from "../../../src/domain/exit-codes.ts";
import type { BackendName } from "../../../src/domain/run.ts";

import { fails, newWorld, type World, writesTables } from "./world.ts";

/** A backend that counts how often it is used, and stands in for one with namespaces. */
interface Counted extends Backend {
  uses: number;
}

const like = (name: BackendName, launch: Backend["launch"]): Counted => {
  const counted: Counted = {
    name,
    uses: 0,
    places: processOnly.places,
    launch: (task, places) => {
      counted.uses++;
      return launch(task, places);
    },
  };
  return counted;
};

const works = (name: BackendName): Counted => like(name, processOnly.launch);
const missing = (name: BackendName): Counted =>
  like(name, () => {
    throw new SetupFailed(`${name} is not installed`);
  });
/** Its set-up succeeds, but what is started in it never comes to life. */
const lifeless = (name: BackendName): Counted =>
  like(name, (task, places) => ({
    ...processOnly.launch(task, places),
    command: { file: "/bin/sh", args: ["-c", "echo no such library >&2; exit 127"], cwd: "/" },
  }));

const anything = { isolation: "auto", allowProcess: true } as const;
const namespacesOnly = { isolation: "auto", allowProcess: false } as const;
const strict = { isolation: "strict", allowProcess: true } as const;

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.end());

const sandboxOf = (backends: readonly Backend[], program = writesTables): Sandbox =>
  new Sandbox(world.runtime(program), backends);

describe("the strongest backend that works is taken", () => {
  test("the first, without any trial before the run", async () => {
    const [bwrap, unshare] = [works("bwrap"), works("unshare")];
    const run = await sandboxOf([bwrap, unshare]).run(world.job(), strict);
    expect(run).toMatchObject({ outcome: "ok", facts: { isolation: { backend: "bwrap" } } });
    expect([bwrap.uses, unshare.uses]).toEqual([1, 0]);
  });

  test("the next one where the first cannot be set up, and that is not tried again", async () => {
    const [bwrap, unshare] = [missing("bwrap"), works("unshare")];
    const sandbox = sandboxOf([bwrap, unshare, works("process")]);
    for (let i = 0; i < 3; i++) {
      const run = await sandbox.run(world.job(), anything);
      expect(run).toMatchObject({ outcome: "ok", facts: { isolation: { backend: "unshare" } } });
    }
    expect([bwrap.uses, unshare.uses]).toEqual([1, 3]);
  });

  test("the next one where nothing comes to life in the first", async () => {
    const backends = [lifeless("bwrap"), works("unshare")];
    const run = await sandboxOf(backends).run(world.job(), strict);
    expect(run).toMatchObject({ outcome: "ok", facts: { isolation: { backend: "unshare" } } });
  });

  test("a program that fails in the first run costs the backend one more trial, and no more", async () => {
    const [bwrap, unshare] = [works("bwrap"), works("unshare")];
    const sandbox = sandboxOf([bwrap, unshare], fails);
    for (let i = 0; i < 3; i++)
      expect(await sandbox.run(world.job(), strict)).toMatchObject({ outcome: "crash" });
    expect([bwrap.uses, unshare.uses]).toEqual([4, 0]);
  });

  test("one without namespaces when the operator asks for it", async () => {
    const run = await sandboxOf([works("bwrap"), works("process")]).run(world.job(), {
      isolation: "process",
      allowProcess: false,
    });
    expect(run.facts.isolation.backend).toBe("process");
  });
});

describe("where there are no namespaces", () => {
  const backends = () => [missing("bwrap"), missing("unshare"), works("process")];

  test.each([
    ["strict", strict],
    ["namespaces", namespacesOnly],
  ])("%s isolation is refused with reason and remedy, and nothing runs", async (wanted, wish) => {
    const [bwrap, unshare, plain] = backends();
    if (!bwrap || !unshare || !plain) throw new Error("three backends");
    const sandbox = sandboxOf([bwrap, unshare, plain]);
    await expect(sandbox.run(world.job(), wish)).rejects.toMatchObject({
      code: "isolation-unavailable",
      exit: exitCode.noIsolation,
      message: expect.stringMatching(
        `"${wanted}".*bwrap: bwrap is not installed; unshare: unshare is not installed`,
      ),
      hint: expect.stringMatching(/\w/),
    });
    expect(plain.uses).toBe(0);
  });

  test("a trusted text runs without, and what is missing is known", async () => {
    const sandbox = sandboxOf(backends());
    expect(sandbox.describe()).toEqual({ isolation: null, missing: null });
    const run = await sandbox.run(world.job(), anything);
    expect(run).toMatchObject({ outcome: "ok", facts: { isolation: { backend: "process" } } });
    expect(sandbox.describe()).toMatchObject({
      isolation: { backend: "process" },
      missing: { reason: expect.stringContaining("bwrap is not installed") },
    });
  });
});

describe("a probe settles the backend without a genome", () => {
  test("once", async () => {
    const bwrap = works("bwrap");
    const sandbox = sandboxOf([bwrap], fails);
    expect(await sandbox.probe(strict)).toMatchObject({ backend: "bwrap" });
    expect(await sandbox.probe(strict)).toMatchObject({ backend: "bwrap" });
    expect(bwrap.uses).toBe(1);
  });

  test("and refuses as a run would", async () => {
    const sandbox = sandboxOf([lifeless("bwrap"), works("process")]);
    await expect(sandbox.probe(strict)).rejects.toMatchObject({ code: "isolation-unavailable" });
    expect(await sandbox.probe(anything)).toMatchObject({ backend: "process" });
  });
});

describe("when it is our fault", () => {
  test("a run that cannot be set up after all is void", async () => {
    let broken = false;
    const backend = like("bwrap", (task, places) => {
      if (broken) throw new SetupFailed("no more namespaces");
      return processOnly.launch(task, places);
    });
    const sandbox = sandboxOf([backend]);
    await sandbox.run(world.job(), strict);
    broken = true;
    expect(await sandbox.run(world.job(), strict)).toMatchObject({
      outcome: "not_started",
      detail: "the sandbox could not be set up: no more namespaces",
      facts: { violation: false, isolation: { backend: "bwrap" } },
    });
  });

  test("a machine on which nothing runs at all makes void runs, too", async () => {
    const run = await sandboxOf([missing("bwrap"), lifeless("process")]).run(world.job(), anything);
    expect(run).toMatchObject({
      outcome: "not_started",
      facts: { isolation: { backend: "process" } },
    });
    expect(run.outcome === "not_started" && run.detail).toContain("no such library");
  });

  test("an input that cannot be read is named before anything runs", async () => {
    const backend = works("bwrap");
    const inputs = [{ name: "gone.csv", path: `${world.base}/gone.csv` }];
    await expect(sandboxOf([backend]).run(world.job({ inputs }), strict)).rejects.toMatchObject({
      code: "cannot-read",
    });
    expect(backend.uses).toBe(0);
  });

  test("neither an input that is no file nor a missing runtime is held against a backend", async () => {
    const backend = works("bwrap");
    const folder = [{ name: "folder.csv", path: world.base }];
    await expect(sandboxOf([backend]).run(world.job({ inputs: folder }), strict)).rejects.toThrow(
      "not a plain file",
    );
    const gone = new Sandbox({ ...world.runtime(fails), entry: "gone.cjs" }, [backend]);
    await expect(gone.run(world.job(), strict)).rejects.toMatchObject({ code: "cannot-read" });
    expect([backend.uses, gone.describe().missing]).toEqual([0, null]);
  });

  test("a temporary folder that refuses is named", async () => {
    process.env.TMPDIR = `${world.base}/nowhere`;
    await expect(sandboxOf([works("bwrap")]).run(world.job(), strict)).rejects.toMatchObject({
      code: "cannot-write",
    });
  });
});

test("no path leaves anything among the temporary files", async () => {
  for (const backends of [
    [works("bwrap")],
    [missing("bwrap"), lifeless("unshare"), works("process")],
  ])
    for (const program of [writesTables, fails])
      await sandboxOf(backends, program).run(world.job(), anything);
  expect(world.leftBehind()).toEqual([]);
});
