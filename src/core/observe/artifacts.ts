import { tablesOf } from "../../domain/arena.ts";
import type { Ports, Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import type { InputFile } from "../../domain/run.ts";

import type { Gathering } from "./gathering.ts";

/** A file that CleanLoop makes, and how it stands. */
export interface Artifact {
  readonly path: string;
  readonly state: "present" | "missing" | "stale";
  /** What makes it, or makes it anew. */
  readonly command: string;
}

/** Every file that evidence and answers live in. */
export const artifactsOf = (workspace: Workspace, { head }: Gathering): Artifact[] => {
  const { project, ports } = workspace;
  const changedAt = (path: string): number | null => ports.outputs.changedAt(path);
  const presence = (path: string, command: string): Artifact => ({
    path,
    state: changedAt(path) === null ? "missing" : "present",
    command,
  });
  const sources = newestSource(workspace);
  const tables = tablesOf(project.arena).map(({ file }): Artifact => {
    const path = `.output/${file}`;
    const made = changedAt(path);
    const state = made === null ? "missing" : made < sources ? "stale" : "present";
    return { path, state, command: "cleanloop evaluate" };
  });
  const recorded = presence(".output/head.json", "cleanloop loop");
  const behind = recorded.state === "present" && (ports.trail.head()?.seq ?? 0) < (head?.seq ?? 0);
  return [
    ...tables,
    presence("genome/clean_data.ts", "cleanloop reset"),
    presence(".output/trail.jsonl", "cleanloop loop"),
    behind ? { ...recorded, state: "stale" } : recorded,
    presence(".output/genomes", "cleanloop loop"),
  ];
};

/** What tables are made from: older tables are another genome's, or of other inputs. */
const newestSource = ({ ports }: Workspace): number => {
  const paths = ["genome/clean_data.ts", ...feedsIn(ports).map(({ name }) => `data/input/${name}`)];
  return Math.max(...paths.map((path) => ports.outputs.changedAt(path) ?? 0));
};

/** A project without feeds has no fresh tables either, but it can be looked at. */
const feedsIn = ({ feeds }: Ports): readonly InputFile[] => {
  try {
    return feeds.files();
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
};
