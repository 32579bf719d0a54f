import type { TrailFindings } from "../../domain/ports/trail.ts";
import type { Workspace } from "../../domain/ports.ts";
import type { Evidence } from "./evidence.ts";

/** What a check found, one sentence a line. */
export interface Finding {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

export interface Looked {
  readonly workspace: Workspace;
  readonly evidence: Evidence;
  readonly trail: TrailFindings;
  /** A head digest that was kept elsewhere. */
  readonly head: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** One item of the checklist. */
export interface VerifyCheck {
  readonly name: string;
  look(looked: Looked): Finding | Promise<Finding>;
}

export const fine = (...lines: readonly string[]): Finding => ({ ok: true, lines });
export const fault = (...lines: readonly string[]): Finding => ({ ok: false, lines });

/** Where the trail is damaged, what it says last may not be the last that was recorded. */
export const asFarAsReadable = ({ evidence }: Looked): readonly string[] =>
  evidence.whole ? [] : ["compared as far as the trail can be read"];

export const nothingRecorded = ({ evidence }: Looked): string =>
  evidence.whole ? "nothing recorded yet" : "not compared: the trail cannot be read that far";
