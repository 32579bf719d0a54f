import { basename } from "node:path";
import type { ChallengeFile, ChallengeLevel, ChallengeManifest } from "../domain/challenge.ts";
import { sha256 } from "../domain/digest.ts";
import type { Workspace } from "../domain/ports.ts";
import { Problem } from "../domain/problems.ts";
import type { ArenaData } from "../policy/challenge/ground.ts";
import { groundOf } from "../policy/challenge/ground.ts";
import { type MadeRow, makeRows, type Wish } from "../policy/challenge/make.ts";
import { obstacleText } from "../policy/challenge/obstacles.ts";
import { contradictionLimits, findContradictions } from "../policy/contradictions/find.ts";
import { firstGoldRows, inputTables } from "./arena-data.ts";
import { type LaidOut, laidOut, listed } from "./challenge-files.ts";
import { settleChallenges } from "./challenge-removal.ts";
import { sealsWith } from "./seals.ts";

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
  /** Input rows that could not be the source of one: no gold row is theirs and only theirs. */
  readonly skipped: number;
  readonly files: readonly ChallengeFile[];
}

/** Writes harder inputs whose right answer is known; they count from one moment to the next. */
export const addChallenge = (workspace: Workspace, wish: Wish): Promise<ChallengeAdded> =>
  workspace.ports.lock.holding("challenge", async () => {
    const { challenges, trail } = workspace.ports;
    await settleChallenges(workspace);
    const present = challenges.present();
    if (present.length > 0) throw Problem.of("challenges-there", { files: present });

    const data = await arenaData(workspace);
    const ground = groundOf(data);
    if (ground.obstacle !== null) throw Problem.of("no-challenge", obstacleText(ground.obstacle));
    const rows = consistent(workspace, data, wish, makeRows(ground, wish));
    if (rows.length === 0) throw Problem.of("no-challenge", noGround(wish));

    const layout = laidOut(workspace, wish.levels, rows);
    const manifest = manifestOf(layout, wish);
    const skipped = ground.rows.length - ground.sources.length;
    stage(workspace, layout, manifest);
    await trail.record({
      type: "challenge",
      action: "added",
      levels: [...wish.levels],
      seed: wish.seed,
      files: manifest.files,
      rows: rows.length,
      skipped,
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
      inputRows: ground.rows.length,
      skipped,
      files: manifest.files,
    };
  });

const arenaData = async (workspace: Workspace): Promise<ArenaData> => {
  const { feeds } = workspace.ports;
  for (const feed of feeds.list()) feeds.check(feed);
  const inputs = inputTables(workspace);
  const gold = inputs && (await firstGoldRows(workspace));
  if (inputs === undefined || gold === undefined)
    throw Problem.of("no-challenge", {
      reason: `there are more than ${contradictionLimits.rows} rows to line up`,
      hint: "try it in a smaller project with a part of the feeds",
    });
  return { arena: workspace.project.arena, gold, inputs };
};

const noGround = ({ levels }: Wish) => ({
  reason: `the data gives no ground for level ${levels.join(", ")}`,
  hint: "try other levels: cleanloop challenge --levels 1 2 3 4 5",
});

/** Without the rows that the arena, its gold and all of them together would contradict. */
const consistent = (
  workspace: Workspace,
  data: ArenaData,
  { levels }: Wish,
  rows: readonly MadeRow[],
): readonly MadeRow[] => {
  const doubtful = doubtfulRows(data, laidOut(workspace, levels, rows));
  if (doubtful.size === 0) return rows;
  return consistent(
    workspace,
    data,
    { levels, count: 0, seed: 0 },
    rows.filter((row) => !doubtful.has(row)),
  );
};

const doubtfulRows = (data: ArenaData, { inputs, gold }: LaidOut): Set<MadeRow> => {
  const { master, gold: answer } = data.arena;
  const made = inputs.flatMap(({ path, rows }) =>
    rows.map((row, at) => ({ row, file: basename(path), at: at + 1 })),
  );
  const result = findContradictions({
    columns: master.columns,
    key: answer.key,
    gold: [
      ...data.gold,
      ...made.map(({ row }, line) => ({ file: gold?.path ?? "", line, cells: row.gold ?? [] })),
    ].filter(({ cells }) => cells.length > 0),
    inputs: [
      ...data.inputs,
      ...inputs.map(({ path, header, rows }) => ({
        name: basename(path),
        header,
        rows: rows.map(({ cells }) => cells),
      })),
    ],
  });
  const findings = result.checked ? result.findings : [];
  const golds = findings.flatMap((finding) => [finding.gold].flat());
  const places = findings.flatMap((finding) => ("inputs" in finding ? finding.inputs : []));
  return new Set([
    ...golds.flatMap(({ file, line }) => (file === gold?.path ? (made[line]?.row ?? []) : [])),
    ...made
      .filter(({ file, at }) => places.some((place) => place.file === file && place.row === at))
      .map(({ row }) => row),
  ]);
};

/** Gold first, so that no input row is ever in its place before its answer is. */
const manifestOf = (layout: LaidOut, { levels, seed }: Wish): ChallengeManifest => ({
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

const levelMade = (level: ChallengeLevel, { count }: Wish, rows: readonly MadeRow[]): LevelMade => {
  const mine = rows.filter((row) => row.level === level);
  const unresolved = mine.filter(({ gold }) => gold === null).length;
  return { level, wanted: count, rows: mine.length, unresolved };
};
