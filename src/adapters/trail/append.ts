import { fsyncSync, writeFileSync } from "node:fs";
import type { EventDraft, TrailRepair } from "../../domain/events.ts";
import { type ChainEntry, genesis, type Head, link } from "../../policy/chain.ts";
import { writing } from "../error-reasons.ts";
import { ensureFolder } from "../files.ts";
import { takeLock } from "../lock.ts";
import { prepareHead, publishHead } from "./head-file.ts";
import { access, withFile } from "./plain-files.ts";
import { cutBack, settleTrail } from "./repair.ts";
import { type OnStep, type TrailFiles, trailFiles } from "./trail-files.ts";

export interface TrailOptions {
  /** The project's `.output/`. */
  readonly folder: string;
  /** The run that all events of this writer belong to. */
  readonly run: string;
  readonly now: () => Date;
  /** Told of each step towards the disk, for whoever wants to end the process there. */
  readonly onStep?: OnStep;
}

export interface Trail {
  /** What killed writers had left; each repair is on record as a `recovered` event. */
  readonly repaired: readonly TrailRepair[];
  /** The place after the last line that this writer knows of. */
  head(): Head;
  /**
   * Adds one event; it is durable when the promise settles. After a Problem no line was added, or,
   * when only the head file could not follow, a whole one that the next start recovers.
   */
  append(draft: EventDraft): Promise<ChainEntry>;
}

const lockPatienceMs = 10_000;

/** Opens the trail for writing, and repairs what a killed writer left half-done. */
export const openTrail = async (options: TrailOptions): Promise<Trail> => {
  const { folder, run, now, onStep = () => {} } = options;
  const files = trailFiles(folder);
  ensureFolder(folder);
  let known = genesis;
  let turn: Promise<unknown> = Promise.resolve();

  const exclusively = <Result>(action: () => Result): Promise<Result> => {
    const result = turn.then(async () => {
      const lock = await takeLock(files.appendLock, {
        command: `an append of run ${run}`,
        now,
        waitMs: lockPatienceMs,
      });
      try {
        onStep("locked");
        return action();
      } finally {
        lock.release();
      }
    });
    turn = result.catch(() => {});
    return result;
  };

  const add = (head: Head, draft: EventDraft, unrecorded: readonly TrailRepair[]): ChainEntry => {
    const { line, event, head: next } = link(head, { run, at: now().toISOString() }, draft);
    prepareHead(files, { ...next, unrecorded });
    onStep("head-prepared");
    writeLine(files, head, line, onStep);
    publishHead(files);
    onStep("head-published");
    known = next;
    return { event, head: next };
  };

  const repair = (): readonly TrailRepair[] => {
    const { unrecorded, ...head } = settleTrail(files, known, onStep);
    known = head;
    for (const [at, repair] of unrecorded.entries())
      add(known, { type: "recovered", ...repair }, unrecorded.slice(at + 1));
    return unrecorded;
  };

  const append = (draft: EventDraft): ChainEntry => {
    repair();
    return add(known, draft, []);
  };

  return {
    repaired: await exclusively(repair),
    head: () => known,
    append: (draft) => exclusively(() => append(draft)),
  };
};

/** The whole line or none of it: after a failure, such as a full disk, it is cut back. */
const writeLine = ({ trail }: TrailFiles, { bytes }: Head, line: Buffer, onStep: OnStep): void =>
  writing(trail, () => {
    try {
      withFile(trail, access.append, (file) => {
        writeFileSync(file, line);
        onStep("line-written");
        fsyncSync(file);
        onStep("line-synced");
      });
    } catch (error) {
      tryTo(() => cutBack(trail, bytes));
      throw error;
    }
  });

/** A line that cannot be cut back stays torn, for the next start to repair. */
const tryTo = (action: () => void): void => {
  try {
    action();
  } catch {}
};
