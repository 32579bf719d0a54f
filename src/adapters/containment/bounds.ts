import { availableParallelism } from "node:os";
import { bytesPerMb, type Limits } from "../../domain/run.ts";
import { logMb } from "../../policy/classify.ts";
import type { NodeFacts } from "./node.ts";

/** A run's limits as the numbers that the kernel, V8 and our own watch are given. */
export interface Bounds {
  readonly wallMs: number;
  /** V8's own limit comes first, so that it collects garbage before anybody is ended. */
  readonly heapMb: number;
  readonly youngMb: number;
  /** Private memory of the whole run, bare Node included; beyond it the watch ends the run. */
  readonly memoryMb: number;
  /** The kernel's last word per process, above what a bare Node reserves without using it. */
  readonly dataMb: number;
  readonly cpuSeconds: number;
  readonly outputBytes: number;
  readonly outputFiles: number;
  readonly logBytes: number;
  readonly openFiles: number;
  readonly processes: number;
  /** Processes and threads together, as the kernel counts them. */
  readonly threads: number;
}

/** Memory in use by a Node that has nothing to do, with room for what V8 does on the side. */
const bareNodeMb = 48;
const youngSpaces = 3;
const threadsOfV8AndMain = 5;

export const boundsFor = (limits: Limits, node: Pick<NodeFacts, "reservedMb">): Bounds => {
  const { timeoutSeconds, memoryMb, outputMb } = limits;
  return {
    wallMs: timeoutSeconds * 1000,
    heapMb: Math.max(8, memoryMb - youngSpaces * youngMbOf(memoryMb)),
    youngMb: youngMbOf(memoryMb),
    memoryMb: memoryMb + bareNodeMb,
    dataMb: Math.ceil(node.reservedMb + memoryMb + 256),
    cpuSeconds:
      Math.ceil(timeoutSeconds * Math.min(availableParallelism(), threadsOfV8AndMain)) + 1,
    outputBytes: Math.ceil(outputMb * bytesPerMb),
    outputFiles: 256,
    logBytes: Math.ceil(logMb(limits) * bytesPerMb),
    openFiles: 256,
    processes: 16,
    threads: 64,
  };
};

const youngMbOf = (memoryMb: number): number =>
  Math.min(16, Math.max(1, Math.floor(memoryMb / 16)));

/** Room above the limit, so that going over it can be seen and not only be refused. */
const slackBytes = bytesPerMb;

export const outputCeiling = ({ outputBytes }: Bounds): number => outputBytes + slackBytes;

/**
 * Lines of shell that set the kernel's limits for whatever comes after them. A hard limit that is
 * tighter already stays.
 */
export const limitLines = (bounds: Bounds): string[] => {
  const { cpuSeconds, dataMb, openFiles } = bounds;
  const blocks = Math.ceil(outputCeiling(bounds) / 512);
  return [
    "ulimit -c 0",
    `ulimit -f ${blocks}`,
    `ulimit -n ${openFiles}`,
    `ulimit -d ${dataMb * 1024}`,
    `ulimit -t ${cpuSeconds + 1}`,
    `ulimit -S -t ${cpuSeconds}`,
  ].map((line) => `${line} 2>/dev/null`);
};

/** Shells disagree about the letter. */
export const threadLimitLine = (threads: number): string =>
  `ulimit -u ${threads} 2>/dev/null || ulimit -p ${threads} 2>/dev/null`;

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
