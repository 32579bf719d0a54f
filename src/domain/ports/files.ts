import type { ChallengeManifest } from "../challenge.ts";
import type { Sha } from "../digest.ts";
import type { DriftFinding } from "../drift.ts";
import type { FeedCount, FeedReading, RuleInForce } from "../feed-reading.ts";
import type { InputFile, RunTables } from "../run.ts";

/** A feed as a genome reads it: `path` is a file of plain CSV, which may be a copy of ours. */
export interface OpenFeed extends InputFile {
  /** The file that people put there. */
  readonly source: string;
  readonly reading: FeedReading;
  /** Null where the file itself is plain CSV. */
  readonly copied: FeedCount | null;
}

/** A feed from outside of the project. */
export interface GivenFeed extends OpenFeed {
  /** Of the file as it was given. */
  readonly sha: Sha;
  /** Of the plain CSV. */
  readonly bytes: number;
}

/** Findings that a person said are right. */
export interface AcceptedDriftFile {
  read(): readonly DriftFinding[];
  add(findings: readonly DriftFinding[]): void;
}

export type FilePart = Pick<GivenFeed, "path" | "bytes">;

export interface Feeds {
  /** The files as they stand, in name order. */
  files(): readonly InputFile[];
  /** All feeds, ready to be read; throws the Problem of what is no feed or cannot be read as one. */
  open(): Promise<readonly OpenFeed[]>;
  /** Files from anywhere, in name order, read as the arena says of such names. */
  openGiven(paths: readonly string[]): Promise<readonly GivenFeed[]>;
  /** Keeps standard input as a file in the folder; gives its path. */
  standardInput(folder: string): Promise<string>;
  digestOf(path: string): Sha;
  /** How any file would be read as a feed, found by looking at it; a rule goes before that. */
  describe(path: string, said: RuleInForce | null): Promise<FeedReading>;
  count(feed: OpenFeed): FeedCount;
  /** Data rows in which at least one cell is not blank. */
  countFilled(feed: InputFile): number;
  rows(feed: InputFile): Iterable<string[]>;
  /** The same feeds with the rows of each in another order, as files in the folder. */
  shuffled(feeds: readonly InputFile[], seed: number, folder: string): InputFile[];
  /** The same feeds less some of their rows, each feed's counted from 1, as files in the folder. */
  without(
    feeds: readonly InputFile[],
    rows: ReadonlyMap<string, ReadonlySet<number>>,
    folder: string,
  ): InputFile[];
  /** The same rows in the same order, cut into at most so many lots of feeds, as files in the folder. */
  cut(feeds: readonly InputFile[], most: number, seed: number, folder: string): InputFile[][];
  /** One of so many parts of a feed, as a file in the folder: neighbouring rows, the header first. */
  part(feed: InputFile, index: number, count: number, folder: string): FilePart;
  /** Of all feeds, by name and as bytes. */
  digest(): Sha;
}

/** A text that waits beside the genome in force. */
export interface StagedGenome {
  /** Takes the genome's place at once, and settles when that is durable. */
  place(): Promise<void>;
  drop(): void;
}

export interface GenomeFiles {
  /** The genome in force, or undefined when its file is gone. */
  current(): Uint8Array | undefined;
  starter(): Uint8Array;
  read(path: string): Uint8Array;
  /** A text that was kept, surely that text. */
  kept(sha: Sha): Uint8Array;
  /** The digest of every text that was kept. */
  everKept(): readonly Sha[];
  replace(content: Uint8Array): void;
  /** Writes a text beside the genome in force; durable when this settles. */
  stage(content: Uint8Array): Promise<StagedGenome>;
  /** Keeps a text forever under its digest; durable on return. */
  keep(content: Uint8Array): Sha;
  /** The same for several at once, durable when this settles; costs hardly more than one. */
  keepAll(contents: readonly Uint8Array[]): Promise<void>;
}

export interface Scratch {
  readonly path: string;
  write(name: string, content: Uint8Array): Promise<string>;
}

declare const durable: unique symbol;

/** Tables of which a power cut leaves nothing torn. */
export type DurableTables = RunTables & { readonly [durable]: true };

export interface Outputs {
  /** A new empty folder for one run's tables. */
  newRunFolder(): string;
  /**
   * Settles when a run's tables are on disk for good; what is only judged need not be. Asked once
   * more, it waits for the first time.
   */
  makeDurable(tables: RunTables): Promise<DurableTables>;
  /**
   * Moves a run's tables to where the project's are, at once, and settles when that is durable: each
   * old one stands until the new is whole.
   */
  publish(tables: DurableTables): Promise<readonly string[]>;
  /** The paths of a run's tables, from the project's root. */
  pathsOf(tables: RunTables): readonly string[];
  /** How large a run's tables are, all together. */
  bytesIn(tables: RunTables): number;
  /** Begins to remove a run's folder with what is left in it; it is gone at our exit at the latest. */
  discard(runFolder: string): void;
  /** Settles when everything discarded so far is gone. */
  discarded(): Promise<void>;
  /** A folder outside the project for files that nobody needs afterwards. */
  withScratch<T>(work: (folder: Scratch) => Promise<T>): Promise<T>;
  /** Every file in `.output/`, by its path from the project's root. */
  list(): readonly string[];
  /** When a file of the project came to be what it is, in milliseconds; null when it is not there. */
  changedAt(path: string): number | null;
}

/** `cleanloop.json`, as a text that people write too. */
export interface SettingsText {
  readonly path: string;
  /** Undefined when there is none. */
  read(): string | undefined;
  replace(text: string): void;
}

export type NamedContents = Iterable<readonly [name: string, content: Uint8Array]>;

export interface NewFile {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

/** The challenge files. Those that the manifest names count only while it says `active`. */
export interface ChallengeFiles {
  manifest(): ChallengeManifest | null;
  /** Writes the manifest whole: the one step that makes files count or not. */
  note(manifest: ChallengeManifest): void;
  forget(): void;
  /** Challenge files in the folders of inputs and gold, from the project's root. */
  present(): readonly string[];
  digestOf(path: string): Sha | null;
  /** Writes files beside their places, under names that nothing reads. */
  stage(files: readonly NewFile[]): void;
  /** Puts staged files in their places. */
  place(paths: readonly string[]): void;
  /** Removes files and what is staged for them. */
  remove(paths: readonly string[]): void;
}
