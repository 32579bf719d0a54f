import type { ChallengeManifest } from "./challenge.ts";
import type { Sha } from "./digest.ts";
import type { EventDraft } from "./events.ts";
import type { Compiled, Origin, Program } from "./genome.ts";
import type { IsolationMode } from "./isolation.ts";
import type { Project } from "./project.ts";
import type { ContainedRun, InputFile, Isolation, Job, Limits, Outcome, RunTables } from "./run.ts";
import type { Settings } from "./settings.ts";

export interface RunOptions {
  readonly isolation: IsolationMode;
  /** Whether this text may run without namespaces; a text nobody vouched for may not. */
  readonly allowProcess: boolean;
  readonly signal?: AbortSignal;
}

export interface Compiler {
  compile(content: Uint8Array): Promise<Compiled>;
  /** Makes places in the program's messages those of the genome as it was written. */
  inOwnLines(program: Program, message: string): Promise<string>;
}

/** Why nothing stronger than the backend in use is to be had here, and how to get it. */
export interface MissingIsolation {
  readonly reason: string;
  readonly hint: string;
}

export interface Containment {
  run(job: Job, options: RunOptions): Promise<ContainedRun>;
  /** Null when nothing is missing, or nothing has been tried yet. */
  missing(): Promise<MissingIsolation | null>;
}

export type ReadTable = (path: string, maxBytes: number) => AsyncIterable<string[][]>;

export interface Feeds {
  list(): readonly InputFile[];
  /** Throws the Problem of a feed that cannot be read as text. */
  check(feed: InputFile): void;
  countRows(feed: InputFile): number;
  rows(feed: InputFile): Iterable<string[]>;
}

export interface GenomeFiles {
  /** The genome in force, or undefined when its file is gone. */
  current(): Uint8Array | undefined;
  starter(): Uint8Array;
  read(path: string): Uint8Array;
  replace(content: Uint8Array): void;
  /** Keeps a text for ever under its digest. */
  keep(content: Uint8Array): Sha;
}

export interface Scratch {
  write(name: string, content: Uint8Array): Promise<string>;
}

export interface Outputs {
  /** A new empty folder for one run's tables. */
  newRunFolder(): string;
  /** Moves a run's tables to where the project's are: each old one stands until the new is whole. */
  publish(tables: RunTables): readonly string[];
  /** The paths of a run's tables, from the project's root. */
  pathsOf(tables: RunTables): readonly string[];
  /** Removes a run's folder with what is left in it. */
  discard(runFolder: string): void;
  /** A folder outside the project for files that nobody needs afterwards. */
  withScratch<T>(work: (folder: Scratch) => Promise<T>): Promise<T>;
  /** Every file in `.output/`, by its path from the project's root. */
  list(): readonly string[];
}

export interface TrailHead {
  readonly seq: number;
  readonly hash: Sha;
}

export interface TrailOfProject {
  /** The last recorded place, or null while there is none. */
  head(): TrailHead | null;
  /** Adds one event; it is durable when the promise settles. */
  record(event: EventDraft): Promise<void>;
  /** Who wrote this text, if the trail knows it. */
  originOf(sha: Sha): Promise<Origin | undefined>;
}

export interface ProjectLock {
  /** Does the work while no other command may change the project; refuses if one already does. */
  holding<T>(command: string, work: () => Promise<T>): Promise<T>;
}

export type NamedContents = Iterable<readonly [name: string, content: Uint8Array]>;

/** One hostile program, in words. */
export interface Probe {
  readonly name: string;
  /** A text that goes the way of every candidate, or a program that has left its realm already. */
  readonly kind: "genome" | "escaped";
  readonly wants: string;
  /** Nothing it leaves deserves to be taken for tables. */
  readonly winsIfAccepted: boolean;
}

/** What was seen of one attack, from outside of the program. */
export interface Attack {
  /** Null when whoever ran it never answered. */
  readonly outcome: Outcome | null;
  readonly detail: string;
  readonly violation: boolean;
  /** From the start of the run to its answer. */
  readonly durationMs: number;
  readonly limits: Limits;
  /** Whether the program got as far as its attack; one that was turned away had no need to. */
  readonly began: boolean;
  /** Processes of it that were alive after the answer. */
  readonly survivors: number;
  /** What came true of what it may not do, a few words each. */
  readonly won: readonly string[];
}

/** What the operator asks of a red team; limits that are left out are its own, small ones. */
export interface RedTeamWish extends Partial<Limits> {
  readonly isolation: IsolationMode;
}

/** Hostile programs, and the ground that they are let loose on. */
export interface RedTeam {
  readonly isolation: Isolation;
  readonly probes: readonly Probe[];
  /** How many attacks this machine bears side by side. */
  readonly sideBySide: number;
  attack(probe: Probe, signal?: AbortSignal): Promise<Attack>;
}

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

export interface Ports {
  readonly compiler: Compiler;
  readonly containment: Containment;
  readonly readTable: ReadTable;
  readonly isPlainFile: (path: string) => boolean;
  readonly feeds: Feeds;
  readonly goldFiles: () => readonly string[];
  readonly goldContents: () => NamedContents;
  /** The files that CleanLoop itself runs from. */
  readonly judgeBuild: () => NamedContents;
  readonly trail: TrailOfProject;
  readonly lock: ProjectLock;
  readonly challenges: ChallengeFiles;
  readonly genomes: GenomeFiles;
  readonly outputs: Outputs;
  /** Assembled against the strongest backend that the operator's wish allows here. */
  readonly redTeam: (wish: RedTeamWish, signal?: AbortSignal) => Promise<RedTeam>;
}

/** A project, opened: what every use case works on. */
export interface Workspace {
  readonly project: Project;
  readonly settings: Settings;
  readonly ports: Ports;
}
