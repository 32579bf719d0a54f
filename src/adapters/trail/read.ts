import { type ChainEntry, type ChainStep, follow, genesis, type Head } from "../../policy/chain.ts";
import { damaged } from "./damage.ts";
import { layout } from "./layout.ts";
import { linesOf } from "./lines.ts";
import { unreadable } from "./plain-files.ts";

/** Follows the chain line by line, in constant memory, up to its first fault. */
export async function* stepsOf(path: string, from: Head, until: number): AsyncGenerator<ChainStep> {
  let head = from;
  for await (const lines of readable(path, linesOf(path, from.bytes, until)))
    for (const line of lines) {
      const step = follow(head, line);
      yield step;
      if (!step.ok) return;
      head = step.head;
    }
}

async function* readable<Item>(path: string, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * The trail's events after a place, each checked against the one before. A line that is still
 * being written is not there yet; any other fault is a `trail-damaged` Problem.
 */
export async function* readTrail(folder: string, from: Head = genesis): AsyncGenerator<ChainEntry> {
  const files = layout(folder);
  for await (const step of stepsOf(files.trail, from, Number.POSITIVE_INFINITY)) {
    if (step.ok) yield step;
    else if (step.fault.kind !== "torn") throw damaged(files, step.fault);
  }
}
