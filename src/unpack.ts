/** Reads one Parquet file or workbook, as a program that may be lost: its memory has an end. */
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { UnpackAnswer, UnpackJob } from "./adapters/feeds/apart.ts";
import { unpack } from "./adapters/feeds/unpack.ts";

// Bytes outside the heap know no limit of Node's own, and anyone who allocates them keeps no pause.
const watch = `
const most = ${1280 * 1_048_576};
setInterval(() => process.memoryUsage.rss() > most && process.kill(process.pid, "SIGKILL"), 20);
`;
new Worker(watch, { eval: true }).unref();

const job: UnpackJob = JSON.parse(readFileSync(0, "utf8"));
const answer: UnpackAnswer = await unpack(job);
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
