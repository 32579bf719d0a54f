import type { RunManifest } from "../run-manifest.ts";

/** The published folder as it stands. */
export interface StandingRun {
  readonly folder: string;
  readonly manifest: RunManifest;
}

/** A version in the making, beside the published one. */
export interface StagedRun {
  readonly folder: string;
  write(name: string, text: string): void;
  /** Writes a file from others of one kind, without the first bytes of all but the first. */
  join(name: string, parts: readonly string[], headerBytes: number): string;
  /** When this settles, readers find this version, and all of it is on disk for good. */
  publish(): Promise<void>;
}

/** A folder that runs are published to, held by this process. */
export interface HeldTarget {
  /** Null while nothing is published. */
  standing(): StandingRun | null;
  /** Stages a version; what is not published is removed again. */
  staging<T>(work: (staged: StagedRun) => Promise<T>): Promise<T>;
  /** Keeps what shows why nothing was published, beside the folder; gives the place. */
  keepFailure(files: Iterable<readonly [name: string, text: string]>): string;
  forgetFailure(): void;
}

export interface RunTargets {
  /** Does the work while no other run may publish there; refuses where one is at work. */
  holding<T>(path: string, command: string, work: (held: HeldTarget) => Promise<T>): Promise<T>;
  /** What was published to a folder. */
  published(path: string): StandingRun;
}
