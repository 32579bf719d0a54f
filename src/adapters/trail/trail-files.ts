import { join } from "node:path";
import { Problem } from "../../domain/problems.ts";
import { faultText, type TrailFault } from "../../policy/chain.ts";

/** Where the evidence lives inside the project's `.output/`. */
export const trailFiles = (folder: string) => ({
  folder,
  trail: join(folder, "trail.jsonl"),
  head: join(folder, "head.json"),
  nextHead: join(folder, "head.json.next"),
  appendLock: join(folder, "trail.lock"),
  checkpoint: join(folder, "checkpoint.json"),
  nextCheckpoint: join(folder, "checkpoint.json.next"),
  quarantine: join(folder, "quarantine"),
  genomes: join(folder, "genomes"),
});

export type TrailFiles = ReturnType<typeof trailFiles>;

export const damaged = ({ trail }: TrailFiles, fault: TrailFault): Problem =>
  Problem.of("trail-damaged", { path: trail, finding: faultText(fault) });

/** The moments between which a killed writer leaves different things behind. */
export type TrailStep =
  | "locked"
  | "torn-copied"
  | "repair-noted"
  | "torn-cut"
  | "head-prepared"
  | "line-written"
  | "line-synced"
  | "head-published";

export type OnStep = (step: TrailStep) => void;
