import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shipped } from "../../support/finance.ts";
import { cleanEnvironment, untilItHangs } from "../measure.ts";
import { type Row, say, type Table } from "../rows.ts";
import { filesOf, type MadeFiles, type MadeSet } from "./made-set.ts";
import { madeSets } from "./made-sets.ts";

const cli = shipped("dist/cli.cjs");

interface Outcome {
  readonly before: number;
  readonly after: number;
  readonly right: number;
  readonly unseen: number;
  readonly rounds: number;
  /** Up to the first kept round; the run on later rows is one more. */
  readonly commands: number;
  readonly mistakes: readonly string[];
}

/** Types commands as a user would, and keeps what was answered with a mistake. */
class Typing {
  commands = 0;
  readonly mistakes: string[] = [];
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  type(...args: string[]): string {
    this.commands++;
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd: this.folder,
      env: cleanEnvironment,
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      ...untilItHangs,
    });
    if (status !== 0)
      this.mistakes.push(`${args[0]}: ${stderr.split("\n")[0] ?? `exit ${status}`}`);
    return stdout;
  }
}

const layOut = (folder: string, { feeds, gold }: MadeFiles): string[] => {
  mkdirSync(folder);
  for (const [name, content] of feeds) writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, "right.csv"), gold);
  return [...feeds.keys()].map((name) => join(folder, name));
};

const tried = async (set: MadeSet): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-own-"));
  try {
    const { now, later } = await filesOf(set);
    const typing = new Typing(folder);
    const feeds = layOut(join(folder, "now"), now);
    typing.type("init", "project", "--input", ...feeds, "--gold", "now/right.csv");
    const looped = typing.type(
      "loop",
      "--root",
      "project",
      "--reviewer",
      "judge",
      "--max-iterations",
      "20",
      "--json",
    );
    const { commands } = typing;
    const laterFeeds = layOut(join(folder, "later"), later);
    typing.type("run", "--root", "project", "--input", ...laterFeeds, "--out", "clean");
    const summary = JSON.parse(looped.trimEnd().split("\n").at(-1) || "{}");
    const { matched, reference } = unseenRight(folder);
    return {
      before: summary.fitnessBefore ?? Number.NaN,
      after: summary.fitnessAfter ?? Number.NaN,
      rounds: summary.rounds ?? 0,
      right: matched,
      unseen: reference,
      commands,
      mistakes: typing.mistakes,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What the run on later files published, held against what is right for them. */
const unseenRight = (folder: string) => {
  const judge = join(folder, "judge");
  cpSync(join(folder, "project"), judge, { recursive: true });
  cpSync(join(folder, "later/right.csv"), join(judge, "data/gold/expected.csv"));
  const arena = JSON.parse(readFileSync(join(judge, "data/arena.json"), "utf8"));
  arena.gold.partial = false;
  writeFileSync(join(judge, "data/arena.json"), JSON.stringify(arena));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, "evaluate", join(folder, "clean/project.csv"), "--root", judge, "--json"],
    { env: cleanEnvironment, encoding: "utf8", maxBuffer: 2 ** 30, ...untilItHangs },
  );
  const { metrics } = JSON.parse(stdout);
  if (metrics === undefined) throw new Error(stderr);
  return { matched: Number(metrics.matchedRows), reference: Number(metrics.referenceRows) };
};

const columns: readonly (readonly [
  title: string,
  width: number,
  cell: (one: Outcome) => string,
])[] = [
  ["before", 9, ({ before }) => before.toFixed(3)],
  ["after", 9, ({ after }) => after.toFixed(3)],
  ["unseen right", 16, ({ right, unseen }) => `${right}/${unseen}`],
  ["rounds", 9, ({ rounds }) => String(rounds)],
  ["commands", 11, ({ commands }) => String(commands)],
  ["mistakes", 11, ({ mistakes }) => String(mistakes.length)],
];

const nameWidth = Math.max(...madeSets.map(({ name }) => name.length)) + 2;

const lineOf = (name: string, cells: readonly string[]): string => {
  const padded = cells.map((cell, at) => cell.padStart(columns[at]?.[1] ?? 0));
  return `${name.padEnd(nameWidth)}${padded.join("")}`;
};

const rowOf = (set: MadeSet): Row => ({
  name: set.name,
  print: async () => {
    const outcome = await tried(set);
    const cells = columns.map(([, , cell]) => cell(outcome));
    say(lineOf(set.name, cells));
    for (const mistake of outcome.mistakes) say(`  ${mistake}`);
    return outcome.mistakes.length === 0;
  },
});

/** From files of different kinds to a repaired program, by the two commands that a user types. */
export const ownDataTable: Table = {
  name: "init",
  parts: [
    {
      head: lineOf(
        "own data",
        columns.map(([title]) => title),
      ),
      rows: madeSets.map(rowOf),
    },
  ],
};
