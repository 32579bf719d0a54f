import type { Table } from "../domain/arena.ts";
import type { BackendName, InputFile, Limits, Outcome } from "../domain/run.ts";
import type { Targets } from "./attacker.ts";

/** What the operator, which stands in for CleanLoop, is told to run. */
export interface RunRequest {
  readonly backend: BackendName;
  readonly nodePermissions: boolean;
  /** The folder of the program that Node starts with. */
  readonly runtimeFolder: string;
  readonly hostile:
    | { readonly kind: "genome"; readonly text: string }
    | {
        readonly kind: "escaped";
        readonly program: string;
        readonly besideNext: boolean;
        readonly targets: Omit<Targets, "operator" | "next">;
      };
  readonly inputs: readonly InputFile[];
  readonly tables: readonly Table[];
  readonly limits: Limits;
  readonly outputFolder: string;
  /** Whether CleanLoop listens for the signal that opens Node's debugger. */
  readonly guarded: boolean;
}

/** What the operator saw; of itself it says whether its debugger is open. */
export interface OperatorAnswer {
  readonly outcome: Outcome;
  readonly detail: string;
  readonly violation: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** Of the honest run that came next, if there was to be one. */
  readonly next: { readonly outcome: Outcome; readonly stdout: string } | null;
  readonly debuggerOpen: boolean;
}
