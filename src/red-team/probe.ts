import type { Probe } from "../domain/ports/red-team.ts";
import type { Attacker } from "./attacker.ts";

/** A hostile text that goes the way of every candidate: gate, runner, a V8 realm of its own. */
export interface HostileGenome extends Probe {
  readonly kind: "genome";
  readonly text: string;
}

/** A program in the runner's place, as if a genome had left its realm with all of Node in hand. */
export interface EscapedProgram extends Probe {
  readonly kind: "escaped";
  readonly run: (attacker: Attacker) => void | Promise<void>;
  /** Worth a second attack without Node's permissions, where namespaces stand behind them. */
  readonly alsoPastNode: boolean;
  readonly nodePermissions: boolean;
  /** A sandbox stands ready beside it, in which an honest run comes next. */
  readonly besideNext: boolean;
  /** Its name in the runner, whatever it is called in the table. */
  readonly program: string;
}

export type Hostile = HostileGenome | EscapedProgram;

interface Aim {
  readonly name: string;
  readonly wants: string;
  /** Nothing it leaves deserves to be taken for a table. */
  readonly winsIfAccepted?: true;
}

/** Stands for the run's token, by which its words are known from anybody else's. */
export const tokenMark = "THE_TOKEN";

/**
 * A genome that does `body`. It says that it began, and `got(…)` says what it got hold of: only a
 * program that has won has a reason to call it.
 */
export const genome = (aim: Aim & { readonly body: string; readonly before?: string }) =>
  text(
    aim,
    `${aim.before ?? ""}
export const clean = async ({ inputs, emit }: any) => {
  const say = console.log;
  const got = (what: unknown) => say("${tokenMark} got " + what);
  say("${tokenMark} began");
${aim.body}
};
`,
  );

/** A genome as it stands. */
export const text = (aim: Aim, written: string): HostileGenome => ({
  kind: "genome",
  name: aim.name,
  wants: aim.wants,
  winsIfAccepted: aim.winsIfAccepted ?? false,
  text: written,
});

export const escapedProgram = (
  aim: Aim & {
    readonly run: EscapedProgram["run"];
    readonly alsoPastNode?: true;
    readonly besideNext?: true;
  },
): EscapedProgram => ({
  kind: "escaped",
  name: aim.name,
  wants: aim.wants,
  winsIfAccepted: aim.winsIfAccepted ?? false,
  alsoPastNode: aim.alsoPastNode ?? false,
  nodePermissions: true,
  besideNext: aim.besideNext ?? false,
  program: aim.name,
  run: aim.run,
});

/** The same as if it had got past Node's permissions too. */
export const pastNode = (program: EscapedProgram): EscapedProgram => ({
  ...program,
  name: `${program.name}, past Node`,
  nodePermissions: false,
});
