import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { prepareHead, publishHead } from "../../src/adapters/trail/head-file.ts";
import { trailFiles } from "../../src/adapters/trail/trail-files.ts";
import type { EventDraft } from "../../src/domain/events.ts";

import { genesis, type Head, link } from "../../src/policy/chain.ts";

const stamp = { run: "20300102t030405-abcdef", at: "2030-01-02T03:04:05.678Z" };
const linesAtOnce = 1000;

/** Writes a sound trail in bulk, where a writer would sync each line by itself. */
export const writeTrail = (folder: string, drafts: Iterable<EventDraft>): void => {
  const files = trailFiles(folder);
  mkdirSync(folder, { recursive: true });
  const trail = openSync(files.trail, "wx");
  let head: Head = genesis;
  let pending: Buffer[] = [];
  const flush = (): void => {
    writeSync(trail, Buffer.concat(pending));
    pending = [];
  };
  for (const draft of drafts) {
    const linked = link(head, stamp, draft);
    head = linked.head;
    if (pending.push(linked.line) === linesAtOnce) flush();
  }
  flush();
  closeSync(trail);
  prepareHead(files, { ...head, unrecorded: [] });
  publishHead(files);
};
