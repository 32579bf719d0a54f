import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FeedCount, FeedReading } from "../../domain/feed-reading.ts";
import { Problem } from "../../domain/problems.ts";
import { packageFolder } from "../package-folder.ts";
import { runToEnd } from "../processes/run-to-end.ts";
import { feedBytes } from "./feed-bytes.ts";
import type { SheetLook } from "./workbook-rows.ts";

/**
 * Parquet files and workbooks are parsed by other people's code, which believes what a file says of
 * itself. So it is done by a process that may be lost, with an end to its memory and its time.
 */
export type UnpackJob =
  | { readonly what: "sheets"; readonly path: string }
  | {
      readonly what: "rows";
      readonly path: string;
      readonly reading: FeedReading;
      readonly target: string;
    };

export type UnpackAnswer =
  | { readonly ok: true; readonly count: FeedCount }
  | { readonly ok: true; readonly sheets: readonly SheetLook[] }
  | { readonly ok: false; readonly says: string; readonly hint: string };

export const unpackMemoryMb = 1024;
const mostSeconds = 600;
const mostAnswerBytes = 16 * 1_048_576;

export const copyApart = async (
  path: string,
  reading: FeedReading,
  target: string,
): Promise<FeedCount> => {
  const answer = await unpacked(path, reading.gzip, (plain) => ({
    what: "rows",
    path: plain,
    reading,
    target,
  }));
  if (!("count" in answer)) throw new Error("the unpacking process gave no count");
  return answer.count;
};

export const sheetsApart = async (path: string, gzip: boolean): Promise<readonly SheetLook[]> => {
  const answer = await unpacked(path, gzip, (plain) => ({ what: "sheets", path: plain }));
  if (!("sheets" in answer)) throw new Error("the unpacking process gave no sheets");
  return answer.sheets;
};

const unpacked = async (
  path: string,
  gzip: boolean,
  jobFor: (plain: string) => UnpackJob,
): Promise<Extract<UnpackAnswer, { ok: true }>> => {
  if (!gzip) return ask(path, jobFor(path));
  const folder = await mkdtemp(join(tmpdir(), "cleanloop-"));
  try {
    const plain = join(folder, "feed");
    await pipeline(feedBytes(path, true), createWriteStream(plain));
    return await ask(path, jobFor(plain));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const ask = async (path: string, job: UnpackJob): Promise<Extract<UnpackAnswer, { ok: true }>> => {
  const { stop, exit, stdout } = await runToEnd(
    {
      file: process.execPath,
      args: [`--max-old-space-size=${unpackMemoryMb}`, join(packageFolder(), "dist", "unpack.js")],
      cwd: "/",
      env: {},
    },
    {
      input: JSON.stringify(job),
      timeoutMs: mostSeconds * 1000,
      keptLogBytes: mostAnswerBytes,
      mostLogBytes: mostAnswerBytes,
    },
  );
  if (stop !== null) throw refused(path, `could not be read within ${mostSeconds} seconds`);
  if (exit?.code !== 0)
    throw refused(path, `needs more than ${unpackMemoryMb} MB of memory to be read`);
  const answer: UnpackAnswer = JSON.parse(stdout);
  if (answer.ok) return answer;
  throw Problem.of("bad-input", { path, finding: answer.says, hint: answer.hint });
};

const refused = (path: string, finding: string): Problem =>
  Problem.of("bad-input", {
    path,
    finding,
    hint: "if it is an honest file, export it as CSV, or in several smaller files",
  });
