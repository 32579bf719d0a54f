import type { ChallengeFile, ChallengeManifest } from "../../domain/challenge.ts";
import type { ChallengeLevel } from "../../domain/challenge-levels.ts";
import { sha256 } from "../../domain/digest.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { type ArenaData, arenaFactsOf } from "../../policy/challenge/arena-facts.ts";
import { blockerText } from "../../policy/challenge/blockers.ts";
import { type MadeRow, makeRows, type RowRequest } from "../../policy/challenge/make-rows.ts";
import { contradictionLimits } from "../../policy/contradictions/find-contradictions.ts";
import { firstGoldRows, inputTables } from "../arena-data.ts";
import { sealsWith } from "../seals.ts";
import { consistent } from "./drop-contradicted.ts";
import { challengeLayout, type LaidOut, listed } from "./files.ts";

import { settleChallenges } from "./removal.ts";

export interface LevelMade {
  readonly level: ChallengeLevel;
  readonly wanted: number;
  readonly rows: number;
  /** Those among them that must stay without an answer. */
  readonly unresolved: number;
}

export interface ChallengeAdded {
  readonly action: "added";
  readonly levels: readonly ChallengeLevel[];
  readonly seed: number;
  readonly rows: number;
  readonly made: readonly LevelMade[];
  readonly inputRows: number;
  /** Input rows that could not be the source of one: see `ArenaFacts`. */
  readonly skipped: number;
  readonly files: readonly ChallengeFile[];
}

/** Writes harder inputs whose right answer is known; they count from one moment to the next. */
export const addChallenge = (workspace: Workspace, wish: RowRequest): Promise<ChallengeAdded> =>
  workspace.ports.lock.holding("challenge", async () => {
    const { challenges, trail } = workspace.ports;
    await settleChallenges(workspace);
    const present = challenges.present();
    if (present.length > 0) throw Problem.of("challenges-there", { files: present });

    const data = await arenaData(workspace);
    const facts = arenaFactsOf(data);
    if (facts.blocker !== null) throw Problem.of("no-challenge", blockerText(facts.blocker));
    const rows = consistent(workspace, data, wish.levels, makeRows(facts, wish));
    if (rows.length === 0) throw Problem.of("no-challenge", nothingPossible(wish));

    const layout = challengeLayout(workspace, wish.levels, rows);
    const manifest = manifestOf(layout, wish);
    stage(workspace, layout, manifest);
    await trail.record({
      type: "challenge",
      action: "added",
      levels: [...wish.levels],
      seed: wish.seed,
      files: manifest.files,
      rows: rows.length,
      skipped: facts.skipped,
      seals: await sealsToBe(workspace, layout),
    });
    challenges.place(manifest.files.map(({ path }) => path));
    challenges.note({ ...manifest, state: "active" });
    return {
      action: "added",
      levels: wish.levels,
      seed: wish.seed,
      rows: rows.length,
      made: wish.levels.map((level) => levelMade(level, wish, rows)),
      inputRows: facts.rows.length,
      skipped: facts.skipped,
      files: manifest.files,
    };
  });

const arenaData = async (workspace: Workspace): Promise<ArenaData> => {
  const inputs = await inputTables(workspace);
  const gold = inputs && (await firstGoldRows(workspace));
  if (inputs === undefined || gold === undefined)
    throw Problem.of("no-challenge", {
      reason: `there are more than ${contradictionLimits.rows} rows to line up`,
      hint: "try it in a smaller project with a part of the feeds",
    });
  return { arena: workspace.project.arena, gold, inputs };
};

const nothingPossible = ({ levels }: RowRequest) => ({
  reason: `nothing in the data allows rows of level ${levels.join(", ")}`,
  hint: "try other levels: cleanloop challenge --levels 1 2 3 4 5",
});

/** Gold first, so that no input row is ever in its place before its answer is. */
const manifestOf = (layout: LaidOut, { levels, seed }: RowRequest): ChallengeManifest => ({
  state: "adding",
  levels: [...levels],
  seed,
  files: [...(layout.gold ? [layout.gold] : []), ...layout.inputs].map(({ path, text, rows }) => ({
    path,
    sha: sha256(text),
    rows: rows.length,
  })),
  rows: listed(layout),
});

/** A disk that refuses is found out here, before anything is recorded. */
const stage = ({ ports }: Workspace, layout: LaidOut, manifest: ChallengeManifest): void => {
  const { challenges } = ports;
  challenges.note(manifest);
  try {
    challenges.stage([...(layout.gold ? [layout.gold] : []), ...layout.inputs]);
  } catch (error) {
    challenges.remove(manifest.files.map(({ path }) => path));
    challenges.forget();
    throw error;
  }
};

const sealsToBe = (workspace: Workspace, { gold }: LaidOut) => {
  const { ports } = workspace;
  return sealsWith(workspace, {
    files: ports.goldFiles(),
    rows: gold?.rows ?? [],
    contents: [
      ...ports.goldContents(),
      ...(gold ? [[gold.path, Buffer.from(gold.text)] as const] : []),
    ],
  });
};

const levelMade = (
  level: ChallengeLevel,
  { count }: RowRequest,
  rows: readonly MadeRow[],
): LevelMade => {
  const mine = rows.filter((row) => row.level === level);
  const unresolved = mine.filter(({ gold }) => gold === null).length;
  return { level, wanted: count, rows: mine.length, unresolved };
};
