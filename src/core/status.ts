import type { Seals } from "../domain/event-parts.ts";
import type { FeedCount, FeedReading } from "../domain/feed-reading.ts";
import type { KnownGenome } from "../domain/genome.ts";
import type { AtWork } from "../domain/ports/control.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import type { TrailHead } from "../domain/ports/trail.ts";
import { pathsOf } from "../domain/project.ts";
import type { Settings } from "../domain/settings.ts";
import { modeOf, nameOf } from "../policy/trust/index.ts";
import { challengeFiles } from "./challenge/files.ts";
import { genomeOnRecord } from "./genome.ts";
import { sealsNow } from "./seals.ts";

import { ledgerFold } from "./trail/ledger.ts";

/** A feed, how it is read, and what became of all that is in it. */
export interface InputStatus extends FeedCount {
  readonly name: string;
  readonly reading: FeedReading;
}

export interface StatusResult {
  readonly root: string;
  readonly arena: { readonly name: string; readonly goal: string };
  readonly inputs: readonly InputStatus[];
  readonly challenges: readonly string[];
  readonly genome: KnownGenome;
  readonly genomePath: string;
  readonly settings: Settings;
  readonly seals: Seals;
  /** What a loop would use now. */
  readonly proposer: { readonly name: string; readonly model: string | null };
  readonly trust: { readonly level: number; readonly name: string; readonly mode: string };
  /** Candidates that wait for a person, by their ids. */
  readonly pending: readonly string[];
  /** Who is changing the project right now, and in which round; null when nobody is. */
  readonly running: (AtWork & { readonly round: number | null }) | null;
  /** Since when the kill switch stands, or null. */
  readonly stopped: string | null;
  /** Null while nothing has been recorded. */
  readonly trailHead: TrailHead | null;
}

export const status = async (workspace: Workspace): Promise<StatusResult> => {
  const { project, settings, ports } = workspace;
  const feeds = await ports.feeds.open();
  const { trust, pending, inForce, rounds } = await ports.trail.fold(ledgerFold);
  return {
    root: project.root,
    arena: { name: project.arena.name, goal: project.arena.goal },
    inputs: feeds.map((feed) => ({
      name: feed.name,
      ...ports.feeds.count(feed),
      reading: feed.reading,
    })),
    challenges: challengeFiles(workspace),
    genome: await genomeOnRecord(workspace, inForce),
    proposer: await proposerInUse(workspace),
    trust: { level: trust.level, name: nameOf(trust.level), mode: modeOf(trust.level) },
    pending: pending.map(({ review }) => review),
    running: runningIn(workspace, rounds),
    stopped: ports.killSwitch.standing(),
    trailHead: ports.trail.head(),
    seals: await sealsNow(workspace),
    genomePath: pathsOf(project.root).genome,
    settings,
  };
};

const runningIn = ({ ports }: Workspace, rounds: number): StatusResult["running"] => {
  const holder = ports.lock.holder();
  return holder && { ...holder, round: holder.command === "loop" ? rounds + 1 : null };
};

const proposerInUse = async ({ settings, ports }: Workspace): Promise<StatusResult["proposer"]> => {
  const endpoint = await ports.endpoint();
  const name = settings.proposer.use.value ?? (endpoint ? "openai" : "search");
  return { name, model: name === "openai" ? (endpoint?.model ?? null) : null };
};
