import { join } from "node:path";
import type { ChallengeManifest } from "../../domain/challenge.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { pathsOf } from "../../domain/project.ts";

import { sealsNow, sealsWith } from "../seals.ts";

export interface ChallengeRemoved {
  readonly action: "removed";
  readonly files: readonly RemovedFile[];
}

interface RemovedFile {
  readonly path: string;
  readonly rows: number;
  /** What it was when it was removed, next to what was written. */
  readonly was: "unchanged" | "edited" | "gone";
}

/** Takes every challenge file away. */
export const removeChallenge = (workspace: Workspace): Promise<ChallengeRemoved> =>
  workspace.ports.lock.holding("challenge", async () => {
    const { challenges } = workspace.ports;
    const manifest = challenges.manifest();
    if (manifest === null) return nothingNamed(workspace);
    const files = manifest.files.map(({ path, sha, rows }) => {
      const found = challenges.digestOf(path);
      const was = found === null ? "gone" : found === sha ? "unchanged" : "edited";
      return { path, rows, was } as const;
    });
    if (manifest.state === "active") await record(workspace, manifest);
    else await settleChallenges(workspace);
    return { action: "removed", files };
  });

const nothingNamed = ({ project, ports }: Workspace): ChallengeRemoved => {
  const files = ports.challenges.present();
  if (files.length > 0)
    throw Problem.of("challenges-unknown", { files, manifest: pathsOf(project.root).challenges });
  return { action: "removed", files: [] };
};

const record = async (workspace: Workspace, manifest: ChallengeManifest): Promise<void> => {
  const { challenges, trail } = workspace.ports;
  await trail.record({
    type: "challenge",
    action: "removed",
    files: manifest.files,
    seals: await sealsWithout(workspace, manifest),
  });
  challenges.note({ ...manifest, state: "removing" }); // from here on, none of them counts
  takeAway(workspace, manifest);
};

const sealsWithout = ({ project, ...rest }: Workspace, { files }: ChallengeManifest) => {
  const { ports } = rest;
  const named = new Set(files.map(({ path }) => path));
  const full = new Set([...named].map((path) => join(project.root, path)));
  return sealsWith(
    { project, ...rest },
    {
      files: ports.goldFiles().filter((path) => !full.has(path)),
      rows: [],
      contents: [...ports.goldContents()].filter(([name]) => !named.has(name)),
    },
  );
};

const takeAway = ({ ports }: Workspace, { files }: ChallengeManifest): void => {
  ports.challenges.remove(files.map(({ path }) => path));
  ports.challenges.forget();
};

/**
 * Clears up after a process that died half-way. Its files never counted or had stopped counting,
 * so what is left is taken away, and the trail is told which seals hold.
 */
export const settleChallenges = async (workspace: Workspace): Promise<void> => {
  const { challenges, trail } = workspace.ports;
  const manifest = challenges.manifest();
  if (manifest === null || manifest.state === "active") return;
  await trail.record({
    type: "challenge",
    action: "removed",
    files: manifest.files,
    seals: await sealsNow(workspace),
  });
  takeAway(workspace, manifest);
};
