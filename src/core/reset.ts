import { relative } from "node:path";
import { type Sha, sha256 } from "../domain/digest.ts";
import type { EventDraft } from "../domain/events.ts";
import type { Origin } from "../domain/genome.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import { Problem } from "../domain/problems.ts";
import { pathsOf } from "../domain/project.ts";

import { originOfText, sameBytes } from "./genome.ts";

/** What a reset puts in force. */
export interface ResetTarget {
  readonly content: Uint8Array;
  readonly sha: Sha;
  readonly origin: Origin;
  /** The round that was asked for, else null. */
  readonly round: number | null;
  /** Where the text is taken from, from the project's root. */
  readonly path: string;
}

/** The starter, or what the operator asks for: a digest, its beginning, or a round's number. */
export const resetTarget = async (workspace: Workspace, asked?: string): Promise<ResetTarget> => {
  if (asked === undefined) return starterOf(workspace);
  const meant = await meantBy(workspace, asked);
  const content = workspace.ports.genomes.kept(meant.sha);
  const origin = await originOfText(workspace, content);
  return { ...meant, content, origin, path: `.output/genomes/${meant.sha}.ts` };
};

const starterOf = ({ ports }: Workspace): ResetTarget => {
  const content = ports.genomes.starter();
  const path = "genome/clean_data_starter.ts";
  return { content, sha: sha256(content), origin: "starter", round: null, path };
};

type Meant = Pick<ResetTarget, "sha" | "round">;

const leastDigits = 6;

const meantBy = async (workspace: Workspace, asked: string): Promise<Meant> => {
  const byDigest = digestsMeant(workspace, asked).map((sha) => ({ sha, round: null }));
  const byRound = /^\d{1,15}$/.test(asked) ? await afterRound(workspace, Number(asked)) : [];
  const [meant, ...others] = [...byRound, ...byDigest];
  if (!meant) throw Problem.of("unknown-genome", { asked });
  if (others.length === 0) return meant;
  const named = [
    ...byRound.map(({ round }) => `round ${round}`),
    ...byDigest.map(({ sha }) => sha),
  ];
  throw Problem.of("ambiguous-genome", { asked, meant: named.slice(0, 5) });
};

const digestsMeant = ({ ports }: Workspace, asked: string): Sha[] =>
  asked.length < leastDigits
    ? []
    : ports.genomes.everKept().filter((sha) => sha.startsWith(asked.toLowerCase()));

/** The genome in force after a round: what it kept, or what was approved of it, else its parent. */
const afterRound = async ({ ports }: Workspace, round: number): Promise<Meant[]> => {
  let sha: Sha | undefined;
  for await (const event of ports.trail.events())
    if (event.type === "round" && event.round === round)
      sha = event.decision === "kept" ? event.chosen : event.parent;
    else if (event.type === "review.decided" && event.round === round)
      sha = event.decision === "approved" ? event.sha : sha;
  return sha === undefined ? [] : [{ sha, round }];
};

export interface ResetResult {
  readonly dryRun: boolean;
  /** False when that genome already was in force. */
  readonly changed: boolean;
  readonly restored: readonly string[];
  readonly to: {
    readonly sha: Sha;
    readonly origin: Origin;
    /** The round that was asked for, else null. */
    readonly round: number | null;
    /** Where its text was taken from. */
    readonly path: string;
  };
  /** Where the replaced genome is kept; null when there was nothing to keep. */
  readonly savedAs: string | null;
  readonly preserved: readonly string[];
}

export interface ResetRequest {
  readonly dryRun: boolean;
  /** A digest, its beginning, or a round's number; absent for the starter. */
  readonly to?: string | undefined;
}

/** Puts an earlier genome back in force; the one it replaces and all evidence stay. */
export const reset = async (
  workspace: Workspace,
  { dryRun, to }: ResetRequest,
): Promise<ResetResult> => {
  const { ports } = workspace;
  if (dryRun) return planned(workspace, await resetTarget(workspace, to), true);
  return ports.lock.holding("reset", async () => {
    const target = await resetTarget(workspace, to);
    return restore(workspace, target, "reset", (event) => ports.trail.record(event));
  });
};

/** On record before on disk; the genome that is replaced is kept. */
export const restore = async (
  workspace: Workspace,
  target: ResetTarget,
  by: "reset" | "fresh",
  record: (event: EventDraft) => Promise<unknown>,
): Promise<ResetResult> => {
  const { genomes } = workspace.ports;
  const plan = planned(workspace, target, false);
  const present = genomes.current();
  const from = present === undefined ? null : genomes.keep(present);
  const to = genomes.keep(target.content);
  await record({
    type: "reset",
    by,
    from,
    to,
    origin: target.origin,
    round: target.round,
    restored: plan.restored.map((path) => ({ path, from, to })),
    preserved: [...new Set(plan.preserved.map(inBrief))],
  });
  if (plan.changed) genomes.replace(target.content);
  return plan;
};

/** The texts of years would make one event too long: of a folder in `.output/` its name will do. */
const inBrief = (path: string): string => path.split("/").slice(0, 2).join("/");

const planned = (
  { project, ports }: Workspace,
  { content, ...to }: ResetTarget,
  dryRun: boolean,
): ResetResult => {
  const present = ports.genomes.current();
  const changed = present === undefined || !sameBytes(present, content);
  return {
    dryRun,
    changed,
    restored: changed ? [relative(project.root, pathsOf(project.root).genome)] : [],
    to,
    savedAs: changed && present ? `.output/genomes/${sha256(present)}.ts` : null,
    preserved: ports.outputs.list(),
  };
};
