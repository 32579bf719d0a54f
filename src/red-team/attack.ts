import { writeFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import type { Table } from "../domain/arena.ts";
import type { Attack } from "../domain/ports/red-team.ts";
import type { BackendName, Limits } from "../domain/run.ts";
import { startBystander } from "./bystander.ts";
import { watchCrowd } from "./crowd.ts";
import { strangersIn, takenBy, wordsOf } from "./evidence.ts";
import type { Ground } from "./ground.ts";
import { startOperator } from "./operator-process.ts";
import type { OperatorAnswer, Order } from "./order.ts";
import { type Hostile, tokenMark } from "./probe.ts";
import { endSurvivors, survivorsOf } from "./survivors.ts";

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

/** Beyond the time that a run has: for two starts of Node on a busy machine. */
const patienceMs = 6000;
/** Beyond it too, so that what lingers is late without a doubt. */
const lingerMs = 5000;

/** So much that only a program without a limit gets there. */
const plentyOf = ({ memoryMb }: Limits): number => 2 * memoryMb + 400;

/** Lets one program loose on its ground, looks at everything, and ends whatever it left. */
export const attackOn = async (
  ground: Ground,
  hostile: Hostile,
  setup: Setup,
  signal: AbortSignal | undefined,
): Promise<Attack> => {
  signal?.throwIfAborted();
  const { token, canaries } = ground;
  const { limits, tables } = setup;
  const bystander = await startBystander();
  writeFileSync(ground.orderFile, JSON.stringify(orderFor(ground, hostile, setup, bystander.pid)));
  const operator = await startOperator(
    setup.operator,
    ground.orderFile,
    { ...canaries.environment, TMPDIR: ground.temporary },
    limits.timeoutSeconds * 1000 + patienceMs,
  );
  const crowd = watchCrowd(operator.pid);
  const abort = (): void => void operator.end();
  signal?.addEventListener("abort", abort);
  try {
    const answer = await operator.answer;
    signal?.throwIfAborted();
    const survivors = await survivorsOf(token, operator.pid);
    await after(20); // what was sent to the listeners is heard by then
    return {
      ...factsOf(answer, hostile, token),
      limits,
      survivors: survivors.length,
      won: [
        ...operator.harm(),
        ...bystander.harm(),
        ...takenBy(crowd.stop(), plentyOf(limits)),
        ...ground.traces(),
        ...strangersIn(ground.twin.runFolder, tables),
        ...(typeof answer === "string" ? [] : wordsOf(answer, ground, tables)),
      ],
    };
  } finally {
    signal?.removeEventListener("abort", abort);
    crowd.stop();
    bystander.end();
    await operator.end();
    endSurvivors(token);
  }
};

const orderFor = (
  ground: Ground,
  hostile: Hostile,
  { backend, runtime, tables, limits }: Setup,
  bystander: number,
): Order => ({
  backend,
  nodePermissions: hostile.kind === "genome" || hostile.nodePermissions,
  runtimeFolder: runtime[hostile.kind],
  hostile:
    hostile.kind === "genome"
      ? { kind: "genome", text: hostile.text.replaceAll(tokenMark, ground.token) }
      : {
          kind: "escaped",
          program: hostile.program,
          targets: {
            ...ground.landmarks,
            bystander,
            lingerMs: limits.timeoutSeconds * 1000 + lingerMs,
            plentyMb: plentyOf(limits),
          },
        },
  inputs: ground.twin.inputs,
  tables,
  limits,
  outputFolder: ground.twin.runFolder,
  guarded: process.listenerCount("SIGUSR1") > 0,
});

const factsOf = (
  answer: OperatorAnswer | "died" | "silent",
  hostile: Hostile,
  token: string,
): Omit<Attack, "limits" | "survivors" | "won"> => {
  if (typeof answer === "string")
    return { outcome: null, detail: "", violation: false, durationMs: 0, began: true };
  const { outcome, detail, violation, durationMs, stdout } = answer;
  const tells = hostile.kind === "escaped" || hostile.text.includes(tokenMark);
  const told = stdout.includes(`${token} began`) || !tells;
  const began = outcome === "rejected" || (outcome !== "not_started" && told);
  return { outcome, detail, violation, durationMs, began };
};
