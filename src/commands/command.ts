import type { ExitCode } from "../domain/exit-codes.ts";
import type { Workspace } from "../domain/ports.ts";
import type { SettingFlags } from "../domain/settings.ts";
import type { Style } from "../report/style.ts";

/** What a command hands back; whoever called it prints. */
export interface Rendered {
  readonly exit: ExitCode;
  /** What must not be overlooked, whoever reads the rest. */
  readonly warnings?: readonly string[];
  readonly json: unknown;
  /** Called only where text is wanted. */
  readonly text: () => readonly string[];
  /** The last of several documents, each on a line of its own. */
  readonly isLastLine?: boolean;
}

export interface Screen {
  readonly width: number;
  /** Puts these lines in the place of all that is shown; null where nothing can be taken back. */
  readonly redraw: ((lines: readonly string[]) => void) | null;
}

export interface Surroundings {
  readonly style: Style;
  readonly cwd: string;
  /** Says on a terminal what is going on, while it goes on. */
  readonly progress: (now: string) => void;
  readonly signal: AbortSignal;
  /** Prints now, before the command's answer: the text, or with --json the document as one line. */
  readonly say: (text: () => readonly string[], json: unknown) => void;
  /** One line that must be seen, wherever stdout goes. */
  readonly note: (line: string) => void;
  /** Asks whoever sits at the terminal, who may close it instead; null where nobody does. */
  readonly prompt: ((question: string, signal: AbortSignal) => Promise<string | null>) | null;
  readonly screen: Screen;
  openWorkspace(flags?: SettingFlags): Workspace;
}

export type Command<Options> = (options: Options, here: Surroundings) => Promise<Rendered>;
