import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, expect, test } from "vitest";
import { ensureFolder, isFolder } from "../../src/adapters/files.ts";
import { removeFolder } from "../support/remove-folder.ts";
import { thoroughly } from "../support/soak.ts";

const folder = mkdtempSync(join(tmpdir(), "cleanloop-files-"));
afterAll(() => removeFolder(folder));

/** Makes each folder at the very moment at which it is told to. */
const rival = `
  const { mkdirSync } = require("node:fs");
  const { folder, turn, turns } = require("node:worker_threads").workerData;
  for (let at = 1; at <= turns; at++) {
    while (Atomics.load(turn, 0) < at) if (Atomics.load(turn, 0) < 0) process.exit();
    try { mkdirSync(folder + "/" + at); } catch {}
    Atomics.store(turn, 1, at);
  }
`;

test("a folder that another process makes at the same moment is as good as one of ours", async () => {
  const turn = new Int32Array(new SharedArrayBuffer(8));
  const turns = thoroughly(2000, 300);
  const worker = new Worker(rival, { eval: true, workerData: { folder, turn, turns } });
  try {
    for (let at = 1; at <= turns; at++) {
      Atomics.store(turn, 0, at);
      ensureFolder(join(folder, String(at)));
      while (Atomics.load(turn, 1) < at) await new Promise(setImmediate);
    }
  } finally {
    Atomics.store(turn, 0, -1);
    await worker.terminate();
  }
  expect(isFolder(join(folder, String(turns)))).toBe(true);
});
