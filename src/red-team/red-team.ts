import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createContainment } from "../adapters/containment/index.ts";
import { tablesOf } from "../domain/arena.ts";
import type { Outputs } from "../domain/ports/files.ts";
import type { RedTeam, RedTeamWish } from "../domain/ports/red-team.ts";
import type { Project } from "../domain/project.ts";
import type { BackendName, InputFile, Limits } from "../domain/run.ts";
import { attackOn, type Setup } from "./attack.ts";
import { escapedPrograms } from "./escaped/programs.ts";
import { makeFixture } from "./fixture.ts";
import { importsGenomes, outputsGenomes } from "./genomes/imports.ts";
import { powersGenomes } from "./genomes/powers.ts";
import { bombsGenomes, endlessGenomes } from "./genomes/resources.ts";
import { type Hostile, type HostileGenome, pastNode } from "./probe.ts";

export interface RedTeamParts {
  readonly project: Project;
  readonly feeds: readonly InputFile[];
  readonly outputs: Outputs;
  /** The folder that CleanLoop is built into. */
  readonly build: string;
  /** Another program to stand in for CleanLoop. */
  readonly operator?: string;
}

/** Small, so that a hundred and more attacks take a minute; an operator may set others. */
const usualLimits: Limits = { timeoutSeconds: 1, memoryMb: 96, outputMb: 2 };

/** Every hostile program, let loose on copies of one project under the backend of this machine. */
export const assembleRedTeam = async (
  {
    project,
    feeds,
    outputs,
    build,
    operator = join(build, "red-team", "operator.js"),
  }: RedTeamParts,
  { isolation: wish, ...given }: RedTeamWish,
  signal?: AbortSignal,
): Promise<RedTeam> => {
  const limits = { ...usualLimits, ...given };
  const runtime = {
    genome: join(build, "sandbox"),
    escaped: join(build, "red-team", "escaped"),
  };
  const containment = createContainment({ runtimeFolder: runtime.genome });
  const isolation = await containment.probe({ isolation: wish, allowProcess: true }, signal);
  const { backend } = isolation;
  const setup: Setup = { operator, runtime, backend, tables: tablesOf(project.arena), limits };
  const probes = catalogue(backend);
  return {
    isolation,
    probes,
    sideBySide: availableParallelism(),
    attack: async ({ name }, ended) => {
      const hostile = probes.find((probe) => probe.name === name);
      if (!hostile) throw new Error(`no probe is called ${name}`);
      const folder = outputs.newRunFolder();
      const token = `red-team-${randomBytes(8).toString("hex")}`;
      const fixture = await makeFixture(project, feeds, folder, token, [
        join(build, "..", "package.json"),
        join(runtime.genome, "runner.cjs"),
        join(runtime.escaped, "runner.cjs"),
      ]);
      try {
        return await attackOn(fixture, hostile, setup, ended);
      } finally {
        fixture.clear();
        outputs.discard(folder);
        await outputs.discarded();
      }
    },
  };
};

/** Without namespaces Node's permissions are the last wall, and nothing is tried past it. */
const catalogue = (backend: BackendName): Hostile[] => [
  ...hostileGenomes,
  ...escapedPrograms,
  ...(backend === "process"
    ? []
    : escapedPrograms.filter(({ alsoPastNode }) => alsoPastNode).map(pastNode)),
];

export const hostileGenomes: readonly HostileGenome[] = [
  ...importsGenomes,
  ...powersGenomes,
  ...endlessGenomes,
  ...bombsGenomes,
  ...outputsGenomes,
];
