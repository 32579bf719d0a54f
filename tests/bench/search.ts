import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lenientRows } from "../../src/csv/lenient.ts";
import { arenaFileSchema, arenaFrom } from "../../src/domain/arena.ts";
import { createSearch } from "../../src/proposers/search/search.ts";
import { arenaKinds } from "../support/arenas/index.ts";
import { financeFeeds } from "../support/assignments.ts";
import { financeStarter } from "../support/finance.ts";
import { feedsOf } from "../support/generated.ts";
import { type Feeds, repairInProcess, run } from "../support/in-process-loop.ts";

/**
 * The search alone on a folder of arenas, in this process, without sandboxes: what it finds, how
 * long it takes, and what of the unseen rows it misses. `search.mjs ARENAS SUITE [MOST] [SEED] [-v]`
 */
const [arenas = "", suite = "feeds", most = "1000", seed = "1"] = process.argv.slice(2);
const isTold = process.argv.includes("-v");

const table = (path: string): [string[], string[][]] => {
  const [header = [], ...rows] = [...lenientRows(path)];
  return [header, rows];
};

const feedsIn = (project: string): Feeds => {
  const input = join(project, "data/input");
  return {
    arena: arenaFrom(
      arenaFileSchema.parse(JSON.parse(readFileSync(join(project, "data/arena.json"), "utf8"))),
    ),
    inputs: readdirSync(input)
      .sort()
      .map((name) => {
        const [header, rows] = table(join(input, name));
        return { name, header, rows };
      }),
    gold: table(join(project, "data/gold/expected.csv"))[1],
  };
};

const normal = (cell: string): string => {
  const text = cell.trim();
  return text !== "" && Number.isFinite(Number(text))
    ? String(Number(Number(text).toFixed(9)))
    : text;
};
const keyOf = (row: readonly string[]): string => row.map(normal).join("\u0001");

const rightOf = (out: readonly string[][], hidden: readonly string[][]): number => {
  const left = new Map<string, number>();
  for (const row of out) left.set(keyOf(row), (left.get(keyOf(row)) ?? 0) + 1);
  return hidden.filter((row) => {
    const count = left.get(keyOf(row)) ?? 0;
    left.set(keyOf(row), count - 1);
    return count > 0;
  }).length;
};

const missesBy = (out: readonly string[][], hidden: readonly string[][], at: number): string[] => {
  const byKey = new Map(out.map((row) => [normal(row[at] ?? ""), row]));
  return (hidden[0] ?? []).flatMap((_, column) => {
    const wrong = hidden.filter((row) => {
      const found = byKey.get(normal(row[at] ?? ""));
      return normal(found?.[column] ?? "\u0000") !== normal(row[column] ?? "");
    });
    const shown = wrong
      .slice(0, 4)
      .map(
        (row) =>
          `${JSON.stringify(byKey.get(normal(row[at] ?? ""))?.[column])} not ${JSON.stringify(row[column])}`,
      );
    return wrong.length === 0
      ? []
      : [`    column ${column}: ${wrong.length} wrong, ${shown.join("; ")}`];
  });
};

/** Arenas of our own: half of the gold is held out by the arena itself. */
const generated = async (): Promise<void> => {
  const finance = { name: "finance", feeds: financeFeeds(), starter: financeStarter() };
  const made = arenaKinds.map((kind) => {
    const arena = kind.make(Number(seed));
    return { name: kind.name, feeds: feedsOf(arena), starter: arena.starter };
  });
  for (const { name, feeds, starter } of [finance, ...made]) {
    if ((process.env.ONLY ?? name) !== name) continue;
    const started = performance.now();
    const done = await repairInProcess(
      createSearch(),
      feeds,
      { text: starter, origin: "starter" },
      30,
    );
    const { evaluation, rounds } = done;
    const refused = rounds.filter(({ kept }) => !kept);
    const { heldOut } = evaluation;
    const share = heldOut.rows === 0 ? 1 : heldOut.matched / heldOut.rows;
    console.log(
      `${share >= 0.97 && evaluation.fitness > 0.97 ? "✓" : "✗"} ${name.padEnd(24)} held-out ${share.toFixed(3)} fitness ${evaluation.fitness.toFixed(3)} rounds ${rounds.length} refused ${refused.length} ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
    if (isTold) {
      for (const round of rounds)
        console.log(
          `    ${round.kept ? "kept" : round.reason} ${round.fitness.toFixed(6)} predicted ${round.predicted} ${round.error ?? ""} ${round.hypothesis.slice(0, 400)}`,
        );
      console.log(`    ${JSON.stringify(done.saturated).slice(0, 800)}`);
      console.log(
        `    missing ${JSON.stringify(done.feedback.missing.slice(0, 4))} unexpected ${JSON.stringify(done.feedback.unexpected.slice(0, 4))}`,
      );
      if (process.env.SHOW) console.log(done.text);
    }
  }
};

let solved = 0;
if (suite === "generated") {
  await generated();
  process.exit(0);
}
const names = readdirSync(join(arenas, suite))
  .filter((name) => (process.env.ONLY ?? name) === name)
  .slice(0, Number(most));
for (const name of names) {
  const folder = mkdtempSync(join(tmpdir(), "search-bench-"));
  const project = join(folder, "p");
  spawnSync("python3", [
    join(arenas, "project.py"),
    "make",
    join(arenas, suite, name),
    project,
    "--seed",
    seed,
  ]);
  const starter = readFileSync(join(project, "genome/clean_data_starter.ts"), "utf8");
  const feeds = feedsIn(project);
  const hidden = existsSync(`${project}.hidden.csv`) ? table(`${project}.hidden.csv`)[1] : [];
  const started = performance.now();
  try {
    const done = await repairInProcess(
      createSearch(),
      feeds,
      { text: starter, origin: "starter" },
      30,
    );
    const took = ((performance.now() - started) / 1000).toFixed(1);
    const { master } = await run(done.text, feeds);
    const right = rightOf(master, hidden);
    const { evaluation } = done;
    const share =
      hidden.length > 0 ? right / hidden.length : (evaluation.holdoutFitness ?? evaluation.fitness);
    if (share === 1) solved++;
    const first = done.rounds[0]?.proposeMs ?? 0;
    console.log(
      `${share === 1 ? "✓" : "✗"} ${name.padEnd(44)} unseen ${share.toFixed(3)} fitness ${evaluation.fitness.toFixed(3)} rounds ${done.rounds.length} kept ${done.rounds.filter(({ kept }) => kept).length} first ${(first / 1000).toFixed(1)} s all ${took} s`,
    );
    if (isTold) {
      for (const round of done.rounds)
        console.log(
          `    ${round.kept ? "kept" : round.reason} ${round.fitness.toFixed(6)} predicted ${round.predicted} ${round.error ?? ""} ${round.hypothesis.slice(0, 300)}`,
        );
      console.log(`    ${JSON.stringify(done.saturated).slice(0, 1500)}`);
      const key = feeds.arena.master.columns.findIndex(
        ({ name: column }) => column === feeds.arena.gold.key[0],
      );
      if (key >= 0 && hidden.length > 0)
        for (const line of missesBy(master, hidden, key)) console.log(line.slice(0, 600));
      if (process.env.SHOW) console.log(done.text);
    }
  } catch (error) {
    console.log(`✗ ${name} ${error instanceof Error ? error.stack : error}`);
  }
  rmSync(folder, { recursive: true });
}
console.log(`${solved} of ${names.length} solved`);
