import { bytesPerMb } from "../../domain/run.ts";
import type { Overflow, Wall } from "../../policy/classify.ts";
import type { Located } from "./backends/backend.ts";
import type { Bounds } from "./bounds.ts";
import {
  descendants,
  identify,
  kernelShowsProcesses,
  type ProcessId,
  privateMb,
} from "./kernel-processes.ts";
import type { OutputFolder } from "./output-folder.ts";

const everyMs = 40;

export interface Seen {
  readonly peakMemoryMb: number | null;
  /** The most processes beyond the program's own that were alive at once. */
  readonly extraProcesses: number;
  /** Every process below the first that was ever seen. */
  readonly processes: readonly ProcessId[];
}

export interface Watch {
  stop(): Seen;
}

/** Looks at a running program again and again, and reports the first limit that it goes beyond. */
export const watch = (
  { pid, wrapped, output }: Located,
  bounds: Bounds,
  hit: (wall: Wall) => void,
): Watch => {
  const processesShow = kernelShowsProcesses();
  const seen = new Map<number, ProcessId>();
  let peakMb = 0;
  let extra = 0;

  const lookAtProcesses = (): void => {
    const below = descendants(pid, bounds.processes + 1);
    for (const each of below) if (!seen.has(each)) seen.set(each, identify(each));
    extra = Math.max(extra, below.length - (wrapped ? 1 : 0));
    peakMb = Math.max(
      peakMb,
      [pid, ...below].map(privateMb).reduce((sum, mb) => sum + mb),
    );
    if (peakMb > bounds.memoryMb) hit("memory");
    if (extra > bounds.processes) hit("processes");
  };
  const timer = setInterval(() => {
    if (processesShow) lookAtProcesses();
    if (overflowOf(output, bounds)) hit("output");
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return {
        peakMemoryMb: processesShow ? Math.round(peakMb) : null,
        extraProcesses: extra,
        processes: [...seen.values()],
      };
    },
  };
};

/** What the output folder holds, if that is more than it may. */
export const overflowOf = (output: OutputFolder, bounds: Bounds): Overflow | null => {
  const { bytes, files } = output.usage();
  const fits = bytes <= bounds.outputBytes && files <= bounds.outputFiles;
  return fits ? null : { mb: bytes / bytesPerMb, files };
};
