import type { Bounds } from "./bounds.ts";

/** V8 takes half of a machine's memory for its heap, but neither less nor more than this. */
const leastHeapMb = 256;
const mostHeapMb = 1024;

/**
 * The memory of a machine on which V8 would choose the right heap by itself; null if there is none.
 * Every flag of V8 makes Node discard its own compiled code, which costs a third of its start, so
 * a run with a root of its own is shown such a machine instead.
 */
export const seemingMemoryMb = ({ heapMb }: Bounds): number | null =>
  heapMb < leastHeapMb || heapMb > mostHeapMb ? null : 2 * heapMb;

/** The same by flags; having paid for one, the others are free. */
export const v8Flags = ({ heapMb, youngMb }: Bounds): string[] => [
  `--max-old-space-size=${heapMb}`,
  `--max-semi-space-size=${youngMb}`,
  "--disallow-code-generation-from-strings",
];
