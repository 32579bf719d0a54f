import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { removeDeadDrafts, takeLock } from "../../src/adapters/lock.ts";
import { bundled, start } from "./trail/children.ts";
import { now, scratch } from "./trail/scratch.ts";

const contender = bundled("lock");
const take = (path: string, waitMs = 0) =>
  takeLock(path, { command: "cleanloop loop", now, waitMs });
const lockPath = () => join(scratch(), "lock");

interface Contender {
  /** Gives an order and hears how it went: a path to take, or nothing to give it back. */
  tell(path?: string): Promise<string>;
  end(signal?: NodeJS.Signals): Promise<number>;
}

const contend = async (waitMs = 0): Promise<Contender> => {
  const child = start(contender, { waitMs });
  const words = createInterface(child.stdout)[Symbol.asyncIterator]();
  const hear = async (): Promise<string> => (await words.next()).value ?? "silent";
  expect(await hear()).toBe("ready");
  return {
    tell: (path = "") => {
      child.stdin.write(`${path}\n`);
      return hear();
    },
    end: async (signal) => {
      const closed = once(child, "close");
      if (signal) child.kill(signal);
      else child.stdin.end();
      await closed;
      return child.pid ?? 0;
    },
  };
};

/** What a process that was killed while it held the lock leaves behind. */
const leftBehind = async (path: string): Promise<number> => {
  const { tell, end } = await contend();
  expect(await tell(path)).toBe("took");
  return end("SIGKILL");
};

describe("a lock", () => {
  it("is held by one and says who that is", async () => {
    const path = lockPath();
    const lock = await take(path);
    expect(lock.abandoned).toBeNull();
    await expect(take(path)).rejects.toMatchObject({
      code: "locked",
      exit: 2,
      message: `${path} is held by process ${process.pid} on ${hostname()} (cleanloop loop) since 2030-01-02T03:04:05.678Z`,
    });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      pid: process.pid,
      command: "cleanloop loop",
      since: "2030-01-02T03:04:05.678Z",
    });
  });

  it("is free again when it was given back, and leaves no file", async () => {
    const path = lockPath();
    (await take(path)).release();
    const again = await take(path);
    expect(again.abandoned).toBeNull();
    again.release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  it("given back twice does not free it for its next holder", async () => {
    const path = lockPath();
    const first = await take(path);
    first.release();
    await take(path);
    first.release();
    await expect(take(path)).rejects.toMatchObject({ code: "locked" });
  });

  it("is waited for as long as one cares to", async () => {
    const path = lockPath();
    const first = await take(path);
    await expect(take(path, 30)).rejects.toMatchObject({ code: "locked" });
    setTimeout(first.release, 30);
    expect((await take(path, 10_000)).abandoned).toBeNull();
  });

  it("cannot be taken where nothing can be written, and the reason is told", async () => {
    const gone = join(scratch(), "gone", "lock");
    await expect(take(gone)).rejects.toMatchObject({ code: "cannot-write" });
  });

  it("is not looked for behind a link", async () => {
    const path = lockPath();
    symlinkSync("elsewhere", path);
    await expect(take(path)).rejects.toMatchObject({ code: "cannot-write" });
  });
});

describe("a lock left behind", () => {
  it("by a killed process is taken over, and the taker learns from whom", async () => {
    const path = lockPath();
    const pid = await leftBehind(path);
    const lock = await take(path);
    expect(lock.abandoned?.holder).toMatchObject({ pid, command: "a contender" });
    lock.release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  const ours = (change: object): string => {
    const started = "another boot/1";
    const since = now().toISOString();
    const token = "00000000-0000-4000-8000-000000000000";
    const holder = { pid: process.pid, started, host: hostname(), command: "x", since, token };
    return JSON.stringify({ ...holder, ...change });
  };

  it.skipIf(!existsSync("/proc/self/stat"))(
    "is told from a living one by more than its pid",
    async () => {
      const path = lockPath();
      writeFileSync(path, ours({}));
      expect((await take(path)).abandoned?.holder?.pid).toBe(process.pid);
    },
  );

  it("before it had its name is removed, one of a living process is not", async () => {
    const path = lockPath();
    await leftBehind(path);
    const token = (digit: string) => `lock.00000000-0000-0000-0000-00000000000${digit}`;
    const draft = (digit: string) => join(path, "..", token(digit));
    renameSync(path, draft("1"));
    const mine = await take(path);
    copyFileSync(path, draft("2"));
    writeFileSync(draft("3"), '{"pid":');
    mine.release();
    removeDeadDrafts(join(path, ".."));
    expect(readdirSync(join(path, "..")).sort()).toEqual([token("2"), token("3")]);
  });

  it("is believed alive where no start time is known", async () => {
    const path = lockPath();
    writeFileSync(path, ours({ started: null }));
    await expect(take(path)).rejects.toMatchObject({ code: "locked" });
  });

  it("by another host is left alone: nobody here can tell whether it lives", async () => {
    const path = lockPath();
    writeFileSync(path, ours({ host: "elsewhere", pid: 4_000_000 }));
    await expect(take(path)).rejects.toThrow("on elsewhere");
  });

  it.each(["", "{", "null", '{"pid":1}'])("that reads %j holds nobody up", async (text) => {
    const path = lockPath();
    writeFileSync(path, text);
    expect((await take(path)).abandoned).toEqual({ holder: null });
  });

  it("in the middle of a take-over is taken over as well", async () => {
    const path = lockPath();
    const pid = await leftBehind(path);
    for (const name of [".next", ".next.next"]) writeFileSync(path + name, readFileSync(path));
    const lock = await take(path);
    expect(lock.abandoned?.holder?.pid).toBe(pid);
    lock.release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });
});

describe("contenders in several processes", () => {
  const several = async (waitMs = 0): Promise<Contender[]> => {
    const all = await Promise.all(Array.from({ length: 5 }, () => contend(waitMs)));
    onTestFinished(async () => {
      for (const { end } of all) await end();
    });
    return all;
  };

  /** All try at the same moment, and the winner holds on until each has told how it went. */
  const race = async (contenders: readonly Contender[], path: string): Promise<string[]> => {
    const words = await Promise.all(contenders.map(({ tell }) => tell(path)));
    await Promise.all(contenders.map(({ tell }) => tell()));
    return words.sort();
  };
  const lost = Array(4).fill("locked");

  it("for a dead process's lock: exactly one takes it over", async () => {
    const contenders = await several();
    const path = lockPath();
    const pid = await leftBehind(path);
    const left = readFileSync(path);
    for (let turn = 0; turn < 60; turn++) {
      expect(await race(contenders, path)).toEqual([...lost, `took over from ${pid}`]);
      expect(readdirSync(join(path, ".."))).toEqual([]);
      writeFileSync(path, left);
      if (turn % 2) writeFileSync(`${path}.next`, left);
    }
  });

  it("for a free lock: exactly one takes it", async () => {
    const contenders = await several();
    for (let turn = 0; turn < 20; turn++)
      expect(await race(contenders, lockPath())).toEqual([...lost, "took"]);
  });

  it("that wait: each gets it, and only the first takes it over", async () => {
    const path = lockPath();
    const pid = await leftBehind(path);
    const turns = (await several(60_000)).map(async ({ tell }) => [await tell(path), await tell()]);
    const told = (await Promise.all(turns)).map(([took]) => took).sort();
    expect(told).toEqual([...Array(4).fill("took"), `took over from ${pid}`]);
  });
});

it("many takers in one process never hold it two at a time", async () => {
  const path = lockPath();
  let holders = 0;
  const visit = async () => {
    const lock = await take(path, 60_000);
    expect(++holders).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    holders--;
    lock.release();
  };
  await Promise.all(Array.from({ length: 40 }, visit));
});
