import type { Sha } from "../digest.ts";

/** A process that may change the project at this moment. */
export interface AtWork {
  readonly pid: number;
  /** Such as `loop`. */
  readonly command: string;
  readonly since: string;
}

export interface ProjectLock {
  /** Does the work while no other command may change the project; refuses if one already does. */
  holding<T>(command: string, work: () => Promise<T>): Promise<T>;
  /** Who is at work that may change the project, or null. */
  holder(): AtWork | null;
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
  /** All that a person needs in a line: the figure, what happened, what to type, the head digest. */
  readonly text: string;
  readonly fitnessBefore: number;
  readonly fitnessAfter: number | null;
  /** The command that shows it, or decides on it. */
  readonly next: string;
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
