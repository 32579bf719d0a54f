import type { Seals } from "../domain/event-parts.ts";
import type { Genome } from "../domain/genome.ts";
import type { TrailHead, Workspace } from "../domain/ports.ts";
import { pathsOf } from "../domain/project.ts";
import type { Settings } from "../domain/settings.ts";
import { challengeFiles } from "./challenges.ts";
import { genomeInForce } from "./genome.ts";
import { sealsNow } from "./seals.ts";

export interface StatusResult {
  readonly root: string;
  readonly arena: { readonly name: string; readonly goal: string };
  readonly inputs: readonly { readonly name: string; readonly rows: number }[];
  readonly challenges: readonly string[];
  readonly genome: Genome;
  readonly genomePath: string;
  readonly settings: Settings;
  readonly seals: Seals;
  /** Null while nothing has been recorded. */
  readonly trailHead: TrailHead | null;
}

export const status = async (workspace: Workspace): Promise<StatusResult> => {
  const { project, settings, ports } = workspace;
  const feeds = ports.feeds.list();
  for (const feed of feeds) ports.feeds.check(feed);
  return {
    root: project.root,
    arena: { name: project.arena.name, goal: project.arena.goal },
    inputs: feeds.map((feed) => ({ name: feed.name, rows: ports.feeds.countRows(feed) })),
    challenges: challengeFiles(workspace),
    genome: await genomeInForce(workspace),
    trailHead: ports.trail.head(),
    seals: await sealsNow(workspace),
    genomePath: pathsOf(project.root).genome,
    settings,
  };
};
