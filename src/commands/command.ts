import type { ExitCode } from "../domain/exit-codes.ts";
import type { NewProjectTools } from "../domain/ports/new-project.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import type { Serve } from "../domain/ports/web.ts";
import type { WorkerTools } from "../domain/ports/worker.ts";
import type { SettingFlags } from "../domain/settings.ts";
import type { HelpTopic } from "../report/help.ts";
import type { PageParts } from "../report/page-html.ts";
import type { Style } from "../report/style.ts";
import type { FlagValue } from "./values.ts";

/** What a command hands back; the command line prints it. */
export interface Rendered {
  readonly exit: ExitCode;
  /** What must not be overlooked; goes to stderr. */
  readonly warnings?: readonly string[];
  readonly json: unknown;
  /** Called only where text is wanted. */
  readonly text: () => readonly string[];
  /** Whether it may be longer than a screen, and is then shown a screenful at a time. */
  readonly isPaged?: boolean;
  /** What a workflow's page shows of it, in Markdown; asked for only where there is such a page. */
  readonly markdown?: () => readonly string[];
  /** The last of several documents, each on a line of its own. */
  readonly isLastLine?: boolean;
}

/** What a command has besides its options. */
export interface CommandContext {
  readonly style: Style;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Says on a terminal what is going on, while it goes on. */
  readonly progress: (now: string) => void;
  readonly signal: AbortSignal;
  /** Prints now, before the command's answer: the text, or with --json the document as one line. */
  readonly say: (text: () => readonly string[], json: unknown) => void;
  /** Writes a file to stdout as it is. */
  readonly copyOut: (path: string) => Promise<void>;
  /** The same for what may be longer than a screen. */
  readonly page: (text: () => readonly string[]) => Promise<void>;
  /** One line that must be seen, wherever stdout goes. */
  readonly note: (line: string) => void;
  /** Asks the person at the terminal, who may close it instead; null where nobody is there. */
  readonly prompt: ((question: string, signal: AbortSignal) => Promise<string | null>) | null;
  readonly screen: {
    readonly width: number;
    /** Replaces all that is shown by these lines; null where nothing can be taken back. */
    readonly redraw: ((lines: readonly string[]) => void) | null;
  };
  /** The pages of the reference, by name. */
  readonly helpTopics: () => readonly HelpTopic[];
  readonly pageParts: () => PageParts;
  /** Writes a file that the user named; says where it is. */
  readonly writeReport: (workspace: Workspace, path: string, text: string) => string;
  readonly serve: Serve;
  /** The help of each command, as `--help` prints it. */
  readonly commandHelp: ReadonlyMap<string, () => string>;
  openWorkspace(flags?: SettingFlags): Workspace;
  /** At this queue, else at the one that the environment names. */
  openWorker(queue: string | undefined): Promise<WorkerTools>;
  /** What a project is made with. */
  newProject(): Promise<NewProjectTools>;
}

export type RunCommand<Options> = (options: Options, context: CommandContext) => Promise<Rendered>;

export type LoadCommand<Options> = () => Promise<{ readonly run: RunCommand<Options> }>;

/** What every command takes. */
export interface GlobalOptions {
  readonly root?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface Flag<T> {
  /** As a user writes it, such as `--timeout <seconds>`. */
  readonly flag: string;
  readonly about: string;
  /** How it is read; each of several on its own; a switch has no value, free text stays as it is. */
  readonly value?: FlagValue<T extends readonly (infer Each)[] ? Each : T>;
  readonly default?: T;
}

export interface Positional {
  /** As help shows it: `<action>`, or `[id]` where it may be left out. */
  readonly argument: string;
  readonly about: string;
  readonly choices?: readonly string[];
}

/** A command as data: each option is declared once, under the name that its code uses. */
export interface CommandEntry<Options> {
  readonly name: string;
  readonly summary: string;
  readonly options: {
    readonly [Name in Exclude<keyof Options, keyof GlobalOptions>]-?:
      | Flag<NonNullable<Options[Name]>>
      | Positional;
  };
  readonly examples: readonly string[];
  /** What it does; asking for help loads none of it. */
  readonly load: LoadCommand<Options>;
}

/** An entry among others, each with options of its own. */
export type AnyCommand = <Result>(use: <Options>(entry: CommandEntry<Options>) => Result) => Result;
