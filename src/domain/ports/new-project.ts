import type { FeedReading } from "../feed-reading.ts";
import type { Workspace } from "./ports.ts";

/** What a project is made with, before there is one. */
export interface NewProjectTools {
  /** Throws the Problem of what is no plain file; gives its size. */
  checkFile(path: string, what: string): number;
  /** Names of a project that the folder has already, and that a new one would replace. */
  partsThere(root: string): readonly string[];
  describe(path: string): Promise<FeedReading>;
  /** The table's rows, its column names first; no more than so many. */
  rows(path: string, reading: FeedReading, most: number): Promise<readonly (readonly string[])[]>;
  /** An empty folder on the disk where the project will be. */
  stage(root: string): StagedProject;
  open(root: string): Workspace;
  /** What lets an editor find `cleanloop/kit` from that folder, when nothing is installed there. */
  kitTypes(root: string): string | null;
}

/** A project in the making: nothing of it is in its place before all of it is. */
export interface StagedProject {
  readonly root: string;
  write(path: string, text: string): void;
  /** Copies a file in, or links to it. */
  bring(path: string, from: string, how: "copy" | "link"): void;
  /** Puts everything in its place. */
  place(force: boolean): Placed;
  discard(): void;
}

export interface Placed {
  readonly written: readonly string[];
  /** What was there before and now stands elsewhere. */
  readonly moved: readonly { readonly path: string; readonly to: string }[];
  /** What was there before and stays: of these only a first one is written. */
  readonly left: readonly string[];
}
