import { writeFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import type { Table } from "../domain/arena.ts";
import type { Attack } from "../domain/ports/red-team.ts";
import type { BackendName, Limits } from "../domain/run.ts";
import { strangersIn, takenBy, wordsOf } from "./evidence.ts";
import type { AttackFixture } from "./fixture.ts";
import { type NoAnswer, startBystander, startOperator } from "./operator-process.ts";
import { type Hostile, tokenMark } from "./probe.ts";
import { endSurvivors, survivorsOf, watchProcesses } from "./process-watch.ts";
import type { OperatorAnswer, RunRequest } from "./request.ts";

/** How attacks are run: by which programs, on what, within which limits. */
export interface Setup {
  /** Stands in for CleanLoop. */
  readonly operator: string;
  /** The folders of the runner that genomes get, and of the one in which programs have escaped. */
  readonly runtime: { readonly genome: string; readonly escaped: string };
  readonly backend: BackendName;
  readonly tables: readonly Table[];
  readonly limits: Limits;
}

/** How long a program that nobody ends lasts, beyond the time that a run has. */
const lingerMs = 15_000;
/** When a run is answered at the latest, beyond the same time. */
const promisedMs = 1000;
/** A busy machine holds an answer up as it does the watch; what lingers lasts longer by far. */
const mostHeldUpMs = 9000;
/** Far beyond what lingers: only what keeps CleanLoop from answering at all takes so long. */
const patienceMs = 120_000;

/** So much that only a program without a limit gets there. */
const plentyOf = ({ memoryMb }: Limits): number => 2 * memoryMb + 400;

/** Lets one program loose on its fixture, looks at everything, and ends whatever it left. */
export const attackOn = async (
  fixture: AttackFixture,
  hostile: Hostile,
  setup: Setup,
  signal: AbortSignal | undefined,
): Promise<Attack> => {
  signal?.throwIfAborted();
  const { token, canaries } = fixture;
  const { limits, tables } = setup;
  const bystander = await startBystander();
  writeFileSync(
    fixture.requestFile,
    JSON.stringify(requestFor(fixture, hostile, setup, bystander.pid)),
  );
  const operator = await startOperator(
    setup.operator,
    fixture.requestFile,
    { ...canaries.environment, TMPDIR: fixture.temporary },
    limits.timeoutSeconds * 1000 + patienceMs,
  );
  const watch = watchProcesses(operator.pid);
  const abort = (): void => void operator.end();
  signal?.addEventListener("abort", abort);
  try {
    const answer = await operator.answer;
    signal?.throwIfAborted();
    const survivors = await survivorsOf(token, operator.pid);
    await after(20); // what was sent to the listeners is heard by then
    const seen = watch.stop();
    return {
      ...factsOf(answer, hostile, token),
      latestMs: limits.timeoutSeconds * 1000 + promisedMs + Math.min(seen.heldUpMs, mostHeldUpMs),
      survivors: survivors.length,
      won: [
        ...operator.harm(),
        ...bystander.harm(),
        ...takenBy(seen, plentyOf(limits)),
        ...fixture.traces(),
        ...strangersIn(fixture.copy.runFolder, tables),
        ...(typeof answer === "string" ? [] : wordsOf(answer, fixture, tables)),
      ],
    };
  } finally {
    signal?.removeEventListener("abort", abort);
    watch.stop();
    bystander.end();
    await operator.end();
    endSurvivors(token);
  }
};

const requestFor = (
  fixture: AttackFixture,
  hostile: Hostile,
  { backend, runtime, tables, limits }: Setup,
  bystander: number,
): RunRequest => ({
  backend,
  nodePermissions: hostile.kind === "genome" || hostile.nodePermissions,
  runtimeFolder: runtime[hostile.kind],
  hostile:
    hostile.kind === "genome"
      ? { kind: "genome", text: hostile.text.replaceAll(tokenMark, fixture.token) }
      : {
          kind: "escaped",
          program: hostile.program,
          besideNext: hostile.besideNext,
          targets: {
            ...fixture.places,
            bystander,
            lingerMs: limits.timeoutSeconds * 1000 + lingerMs,
            plentyMb: plentyOf(limits),
          },
        },
  inputs: fixture.copy.inputs,
  tables,
  limits,
  outputFolder: fixture.copy.runFolder,
  guarded: process.listenerCount("SIGUSR1") > 0,
});

const factsOf = (
  answer: OperatorAnswer | NoAnswer,
  hostile: Hostile,
  token: string,
): Omit<Attack, "latestMs" | "survivors" | "won"> => {
  if (typeof answer === "string")
    return { outcome: null, detail: "", violation: false, durationMs: 0, began: true };
  const { outcome, detail, violation, durationMs, stdout } = answer;
  const tells = hostile.kind === "escaped" || hostile.text.includes(tokenMark);
  const told = stdout.includes(`${token} began`) || !tells;
  const began = outcome === "rejected" || (outcome !== "not_started" && told);
  return { outcome, detail, violation, durationMs, began };
};
