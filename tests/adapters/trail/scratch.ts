import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openTrail, type Trail } from "../../../src/adapters/trail/append.ts";
import { prepareHead, publishHead } from "../../../src/adapters/trail/head-file.ts";
import { trailLinesOf } from "../../../src/adapters/trail/read.ts";
import { trailFiles } from "../../../src/adapters/trail/trail-files.ts";
import type { EventDraft } from "../../../src/domain/events.ts";
import { type ChainEntry, genesis, link } from "../../../src/policy/chain.ts";

import { numbered } from "./samples.ts";

/** A folder of its own for one test. */
export const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-trail-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export const now = (): Date => new Date("2030-01-02T03:04:05.678Z");

export const open = (folder: string): Promise<Trail> => openTrail({ folder, run: "run-1", now });

/** A trail of that many lines, as a run leaves it. */
export const trailOf = async (folder: string, lines: number): Promise<Trail> => {
  const trail = await open(folder);
  for (let line = 1; line <= lines; line++) await trail.append(numbered(line));
  return trail;
};

/** A trail of these events, written at one go. */
export const plant = (folder: string, drafts: readonly EventDraft[]): Buffer[] => {
  let head = genesis;
  const lines = drafts.map((draft) => {
    const linked = link(head, { run: "run-1", at: now().toISOString() }, draft);
    head = linked.head;
    return linked.line;
  });
  writeFileSync(join(folder, "trail.jsonl"), Buffer.concat(lines));
  prepareHead(trailFiles(folder), { ...head, unrecorded: [] });
  publishHead(trailFiles(folder));
  return lines;
};

export const entriesIn = async (folder: string): Promise<ChainEntry[]> => {
  const entries: ChainEntry[] = [];
  for await (const entry of trailLinesOf(folder)) entries.push(entry);
  return entries;
};

export const eventsIn = async (folder: string) =>
  (await entriesIn(folder)).map(({ event }) => event);

export const bytesOf = (folder: string, name: string): Buffer => readFileSync(join(folder, name));
