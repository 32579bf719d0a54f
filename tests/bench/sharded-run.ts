import { createHash } from "node:crypto";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOutFinance, shipped } from "../support/finance.ts";
import { watchedRun } from "./measure.ts";

const shards = 16;

/**
 * Cleans one feed as a whole and in shards, two at a time as on two cores, and gives the memory of
 * the largest process of all; throws unless the merged tables are the same bytes.
 */
export const shardedRun = async (rows: number): Promise<number> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    layOutFinance(root);
    const arena = join(root, "data/arena.json");
    const declared = JSON.parse(readFileSync(arena, "utf8"));
    writeFileSync(arena, JSON.stringify({ ...declared, vetoes: ["splittable"] }));
    const feed = join(root, "large.csv");
    writeFeed(feed, rows);
    const peaks: number[] = [];
    const cleanloop = async (...args: string[]): Promise<void> => {
      const cli = [shipped("dist/cli.cjs"), ...args, "--root", root, "--quiet"];
      peaks.push((await watchedRun(process.execPath, cli)).peakMb);
    };
    const run = (out: string, ...more: string[]): Promise<void> =>
      cleanloop("run", "--input", feed, "--out", join(root, out), "--columns", "warn", ...more);
    await run("whole");
    for (let index = 1; index <= shards; index += 2)
      await Promise.all([index, index + 1].map((at) => run("parts", "--shard", `${at}/${shards}`)));
    const parts = Array.from({ length: shards }, (_, at) =>
      join(root, "parts", `shard-${String(at + 1).padStart(2, "0")}-of-${shards}`),
    );
    await cleanloop("merge", ...parts, "--out", join(root, "merged"));
    const digest = (out: string): string =>
      createHash("sha256")
        .update(readFileSync(join(root, out, "finance_master.csv")))
        .digest("hex");
    if (digest("whole") !== digest("merged")) throw new Error("the shards merge to other bytes");
    return Math.max(...peaks);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const writeFeed = (path: string, rows: number): void => {
  const file = openSync(path, "w");
  try {
    let text = "invoice_id,customer,amount,currency,issued,due,status\n";
    for (let at = 0; at < rows; at++) {
      text += `INV-${at},Customer ${at % 991},${at % 7 === 0 ? "unclear" : `${at}.25`},USD,2024-05-17,,paid\n`;
      if (text.length < 65_536) continue;
      writeSync(file, text);
      text = "";
    }
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
};
