import { afterEach, beforeEach, expect, test } from "vitest";
import { cleanloop, type Running } from "../../support/cli.ts";
import { needs } from "../../support/machine.ts";
import { commandLines, readPage } from "../../support/pages.ts";
import { QueueLab } from "../../support/queue-lab.ts";

beforeEach(needs("redis-server", "namespaces"));

let there: QueueLab;
beforeEach(async () => {
  there = await QueueLab.open();
});
afterEach(() => there?.dispose());

test("the commands of the topic queue, in their order, run a round and show its worker", async () => {
  const lines = commandLines(readPage("src/help/queue.md")).map((line) =>
    line.replace("redis://127.0.0.1:6379", there.redis.url).split(" ").slice(1),
  );
  const running = new Map<string, Running>();
  const shown = new Map<string, string>();
  for (const [command = "", ...args] of lines)
    if (command === "worker") there.worker(args);
    else if (command === "loop") {
      const once = ["--proposer", "search", "--max-iterations", "1", "--reviewer", "judge"];
      running.set(command, there.lab.launch([command, ...args, ...once]));
    } else {
      await running.get("loop")?.answer;
      shown.set(command, (await cleanloop([command, ...args], { cwd: there.lab.root })).stdout);
    }
  expect([...running.keys(), ...shown.keys()]).toEqual(["loop", "observe", "stop"]);
  expect(there.lab.events("round")[0]).toMatchObject({ decision: "kept" });
  expect(shown.get("observe")).toMatch(/^Workers$/m);
  expect(shown.get("observe")).toMatch(/^ {2}✓ {2}\S+ +(bwrap|unshare) +1 of 1 +[1-9]/m);
});

test("a word of npm is told of it as the package names them", () => {
  const { peerDependencies } = JSON.parse(readPage("package.json"));
  expect(readPage("src/help/queue.md")).toContain("`npm install bullmq ioredis`");
  expect(Object.keys(peerDependencies)).toEqual(expect.arrayContaining(["bullmq", "ioredis"]));
});
