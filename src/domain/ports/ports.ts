import type { Project } from "../project.ts";
import type { Proposer } from "../proposing.ts";
import type { Settings } from "../settings.ts";
import type { EndpointSetUp, Environment, KillSwitch, Notifier, ProjectLock } from "./control.ts";
import type { Evaluators, WorkersWanted } from "./evaluators.ts";
import type {
  AcceptedDriftFile,
  ChallengeFiles,
  Feeds,
  GenomeFiles,
  NamedContents,
  Outputs,
  SettingsText,
} from "./files.ts";
import type { RedTeam, RedTeamWish } from "./red-team.ts";
import type { RunTargets } from "./run-target.ts";
import type { Compiler, Containment, ReadCells, ReadTable } from "./running.ts";
import type { TrailOfProject } from "./trail.ts";

export interface Lineage {
  readonly runId: string;
  /** Gives what went wrong as a sentence, else null. */
  readonly send: (event: unknown) => Promise<string | null>;
}

export interface Ports {
  readonly environment: () => Environment;
  readonly compiler: Compiler;
  readonly containment: Containment;
  readonly readCells: ReadCells;
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
  readonly runTargets: RunTargets;
  readonly acceptedDrift: AcceptedDriftFile;
  /** Where the events of one run go to: a file or the address of a server. */
  readonly lineage: (target: string) => Lineage;
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
  /** Workers elsewhere, by way of the queue at this URL. */
  readonly openQueue: (url: string, wanted: WorkersWanted) => Promise<Evaluators>;
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
