import type { ChallengeManifest } from "./challenge.ts";
import type { Sha } from "./digest.ts";
import type { EventDraft, TrailEvent } from "./events.ts";
import type { Fold } from "./folding.ts";
import type { Anatomy, Compiled, Origin, Program } from "./genome.ts";
import type { IsolationMode } from "./isolation.ts";
import type { Project } from "./project.ts";
import type { Proposer } from "./proposing.ts";
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
  anatomy(content: Uint8Array): Promise<Anatomy>;
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
  /** Data rows in which at least one cell is not blank. */
  countFilled(feed: InputFile): number;
  rows(feed: InputFile): Iterable<string[]>;
  /** The same feeds with the rows of each in another order, as files in the folder. */
  shuffled(feeds: readonly InputFile[], seed: number, folder: string): InputFile[];
  /** Of all feeds, by name and as bytes. */
  digest(): Sha;
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
  /** Keeps a text for ever under its digest. */
  keep(content: Uint8Array): Sha;
}

export interface Scratch {
  readonly path: string;
  write(name: string, content: Uint8Array): Promise<string>;
}

export interface Outputs {
  /** A new empty folder for one run's tables. */
  newRunFolder(): string;
  /** Moves a run's tables to where the project's are: each old one stands until the new is whole. */
  publish(tables: RunTables): readonly string[];
  /** The paths of a run's tables, from the project's root. */
  pathsOf(tables: RunTables): readonly string[];
  /** How large a run's tables are, all together. */
  bytesIn(tables: RunTables): number;
  /** Removes a run's folder with what is left in it. */
  discard(runFolder: string): void;
  /** A folder outside the project for files that nobody needs afterwards. */
  withScratch<T>(work: (folder: Scratch) => Promise<T>): Promise<T>;
  /** Every file in `.output/`, by its path from the project's root. */
  list(): readonly string[];
  /** When a file of the project came to be what it is, in milliseconds; null when it is not there. */
  changedAt(path: string): number | null;
}

export interface TrailHead {
  readonly seq: number;
  readonly hash: Sha;
}

/** What a killed writer left and the next start repairs; no sign of tampering. */
export interface Interrupted {
  readonly what: "torn-line" | "head-behind";
  readonly line: number;
}

/** What became of a look at every line of the trail. */
export interface TrailFindings {
  /** The last line that is sound. */
  readonly head: TrailHead;
  /** One sentence for each fault, the first bad line named; none: whole and unaltered. */
  readonly faults: readonly string[];
  readonly interrupted: readonly Interrupted[];
  /** The line whose digest was kept elsewhere, if one was given and found. */
  readonly digestLine: number | null;
}

/** One reading of a trail that others add to. */
export interface TrailReading {
  /** The events since the last call, from the first one on. */
  more(): AsyncIterable<TrailEvent>;
}

export interface TrailOfProject {
  /** The last recorded place, or null while there is none. */
  head(): TrailHead | null;
  /** The run that everything this process records belongs to. */
  readonly run: string;
  /** Adds one event; it is durable when the promise settles. */
  record(event: EventDraft): Promise<TrailEvent>;
  events(): AsyncIterable<TrailEvent>;
  fold<State>(fold: Fold<State>): Promise<State>;
  /** Keeps a fold up to the last event; it counts once a `run.finished` names the digest. */
  saveCheckpoint<State>(fold: Fold<State>, state: State): Sha;
  follow(): TrailReading;
  /** Looks for all that is wrong with it, also against a head digest that was kept elsewhere. */
  verify(head?: string): Promise<TrailFindings>;
  /** Who wrote this text, if the trail knows it. */
  originOf(sha: Sha): Promise<Origin | undefined>;
}

export interface ProjectLock {
  /** Does the work while no other command may change the project; refuses if one already does. */
  holding<T>(command: string, work: () => Promise<T>): Promise<T>;
  /** Whether some command is at work that may change the project. */
  isHeld(): boolean;
}

/** `cleanloop.json`, as a text that people write too. */
export interface SettingsText {
  readonly path: string;
  /** Undefined when there is none. */
  read(): string | undefined;
  replace(text: string): void;
}

/** A file that anyone may create to end a running loop. */
export interface KillSwitch {
  /** Since when it stands, or null. */
  standing(): string | null;
  pull(): void;
  /** False when it did not stand. */
  clear(): boolean;
  /** Calls back once it stands; the answer ends the watch. */
  watch(pulled: () => void): () => void;
}

/** What people and machines are told of a round. */
export interface Notification {
  readonly project: string;
  readonly run: string;
  readonly round: number;
  readonly decision: string;
  /** On whose word it was committed; null when it was not. */
  readonly by: string | null;
  /** The candidate that the round stands for, what it claims and reached; null without one. */
  readonly genome: Sha | null;
  readonly hypothesis: string | null;
  readonly reason: string;
  readonly fitnessBefore: number;
  readonly fitnessAfter: number | null;
  readonly trust: { readonly level: number; readonly name: string; readonly mode: string };
  /** Kept elsewhere, it shows a trail that was rewritten as a whole. */
  readonly head: Sha;
}

export interface NotifyFailure {
  readonly channel: string;
  readonly detail: string;
}

export interface Notifier {
  /** Tells every channel that is set; a failure is an answer, never an exception. */
  send(notification: Notification, signal: AbortSignal): Promise<readonly NotifyFailure[]>;
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

/** What CleanLoop needs of the machine, and what is there. */
export interface Environment {
  readonly node: string;
  /** The least version of Node that will do. */
  readonly nodeWanted: string;
  readonly nodeSuits: boolean;
  /** Why `.output/` cannot be written; null when it can. */
  readonly notWritable: string | null;
}

/** A model endpoint that somebody set up. */
export interface EndpointSetUp {
  readonly model: string;
  /** Asks it for next to nothing; a failure is an answer. */
  check(signal: AbortSignal): Promise<{ readonly ok: boolean; readonly detail: string }>;
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
  readonly environment: () => Environment;
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
  readonly settingsText: SettingsText;
  readonly killSwitch: KillSwitch;
  readonly notifier: Notifier;
  /** The bytes of `arena.json` as they are now. */
  readonly arenaContent: () => Uint8Array;
  /** Another text as soon as a sealed file or a feed may have changed; costs no reading. */
  readonly fingerprint: () => string;
  /** Null where none is set up; a setting that cannot be right is the operator's Problem. */
  readonly endpoint: () => Promise<EndpointSetUp | null>;
  /** By its name, such as `search` or `command:./propose.py`; null: what is there is used. */
  readonly openProposer: (use: string | null) => Promise<Proposer>;
  readonly versions: { readonly cleanloop: string; readonly node: string };
  readonly now: () => Date;
  /** Milliseconds since some moment, always forward. */
  readonly elapsed: () => number;
  /** Calls back once after so long; the answer cancels it. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
  /** How many runs this machine bears side by side. */
  readonly cores: number;
  /** Assembled against the strongest backend that the operator's wish allows here. */
  readonly redTeam: (wish: RedTeamWish, signal?: AbortSignal) => Promise<RedTeam>;
}

/** A project, opened: what every use case works on. */
export interface Workspace {
  readonly project: Project;
  readonly settings: Settings;
  readonly ports: Ports;
}
