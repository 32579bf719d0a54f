import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { searchProposer } from "../../src/adapters/search-worker.ts";
import type { Proposer, Proposing } from "../../src/domain/proposing.ts";
import { financeAssignment } from "../support/assignments.ts";

const folder = mkdtempSync(join(tmpdir(), "cleanloop-search-"));
const open: Proposer[] = [];

afterEach(async () => {
  for (const proposer of open.splice(0)) await proposer.close();
  rmSync(folder, { recursive: true, force: true });
});

const opened = (proposer: Proposer): Proposer => {
  open.push(proposer);
  return proposer;
};

const proposing = (signal = new AbortController().signal): Proposing => ({
  signal,
  budget: { reserve: () => ({ settle: () => undefined }) },
  note: () => undefined,
  progress: () => undefined,
});

/** A proposer whose thread runs these words instead of the search. */
const running = (words: string): Proposer => {
  const program = join(mkdtempSync(join(tmpdir(), "cleanloop-search-")), "worker.mjs");
  writeFileSync(program, `import { parentPort } from "node:worker_threads";\n${words}`);
  return opened(searchProposer({ program, memoryMb: 32 }));
};

test("the built-in search answers from its own thread, at no cost, and twice the same", async () => {
  const search = opened(searchProposer());
  const assignment = financeAssignment();
  const { proposals, unanswered, saturated } = await search.propose(assignment, proposing());
  expect(unanswered).toEqual([]);
  expect(saturated).toBeNull();
  expect(proposals).toHaveLength(1);
  expect(proposals[0]).toMatchObject({
    origin: "search",
    proposer: "search",
    model: null,
    tokens: { input: 0, output: 0 },
    costUsd: 0,
  });
  const [again] = (await search.propose(assignment, proposing())).proposals;
  expect(again?.text).toBe(proposals[0]?.text);
});

test("the kill switch ends a search that computes without end, and the next one starts anew", async () => {
  const search = running("parentPort.on('message', () => { for (;;); });");
  const stop = new AbortController();
  const answer = search.propose(financeAssignment(), proposing(stop.signal));
  const reason = new Error("stopped");
  setTimeout(() => stop.abort(reason), 100);
  await expect(answer).rejects.toBe(reason);

  const again = new AbortController();
  setTimeout(() => again.abort(reason), 100);
  await expect(search.propose(financeAssignment(), proposing(again.signal))).rejects.toBe(reason);
});

test("a search that is stopped before it begins does not begin", async () => {
  const search = opened(searchProposer({ program: "/nowhere.js" }));
  const reason = new Error("stopped");
  const asked = search.propose(financeAssignment(), proposing(AbortSignal.abort(reason)));
  await expect(asked).rejects.toBe(reason);
});

test("a search that breaks is told as an answer that did not come, with why", async () => {
  const search = running("parentPort.on('message', () => { throw new Error('a bug'); });");
  const { proposals, unanswered } = await search.propose(financeAssignment(), proposing());
  expect(proposals).toEqual([]);
  expect(unanswered.map(({ detail }) => detail)).toEqual(["the built-in search failed: a bug"]);
});

test("a search that needs too much memory is told so, and takes nobody with it", async () => {
  const search = running(
    "parentPort.on('message', () => { const all = []; for (;;) all.push(new Array(1e5).fill(7)); });",
  );
  const { unanswered } = await search.propose(financeAssignment(), proposing());
  expect(unanswered.map(({ detail }) => detail)).toEqual([
    "the built-in search needed more than its 32 MB of memory",
  ]);
});

test("a search whose thread leaves without a word is told so", async () => {
  const search = running("parentPort.on('message', () => process.exit(3));");
  const { unanswered } = await search.propose(financeAssignment(), proposing());
  expect(unanswered.map(({ detail }) => detail)).toEqual([
    "the built-in search failed: its thread exited with code 3",
  ]);
});
