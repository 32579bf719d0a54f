import type { Command as Commander } from "commander";
import { describe, expect, test } from "vitest";
import type { LoadCommand } from "../../src/commands/command.ts";
import { buildProgram, helpFor } from "../../src/commands/program.ts";
import { commands } from "../../src/commands/table.ts";
import { Problem } from "../../src/domain/problems.ts";

interface Listed {
  readonly name: string;
  readonly examples: readonly string[];
  readonly load: LoadCommand<never>;
}

interface Asked {
  readonly load: LoadCommand<never>;
  readonly options: object;
}

const quietly = (program: Commander): Commander => {
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  return program;
};

/** What the command line hands to a command, without running it. */
const ask = async (line: readonly string[]): Promise<Asked> => {
  const asked: Asked[] = [];
  const program = quietly(
    buildProgram("0.0.0", async (load, options) => {
      asked.push({ load, options });
    }),
  );
  await program.parseAsync(line, { from: "user" });
  const [one] = asked;
  if (!one) throw new Error("no command was asked for");
  return one;
};

const usual = { color: true };
const ofLoop = { ...usual, maxIterations: 5, reviewer: "human", seed: 1 };

describe("a command line gives the command its options", () => {
  test.each<[string, object]>([
    ["sandbox", usual],
    ["sandbox --timeout 2.5 --memory 64", { ...usual, timeout: 2.5, memory: 64 }],
    ["sandbox --genome g.ts --isolation strict", { ...usual, genome: "g.ts", isolation: "strict" }],
    ["sandbox --red-team", { ...usual, redTeam: true }],
    ["loop", ofLoop],
    [
      "loop --max-iterations 20 --reviewer judge",
      { ...ofLoop, maxIterations: 20, reviewer: "judge" },
    ],
    [
      "loop --proposer command:./p.py --rerank --candidates 4",
      { ...ofLoop, proposer: "command:./p.py", rerank: true, candidates: 4 },
    ],
    [
      "loop --force-review --fresh --accept-changes",
      { ...ofLoop, forceReview: true, fresh: true, acceptChanges: true },
    ],
    [
      "loop --isolation process --name night --seed 7",
      { ...ofLoop, isolation: "process", name: "night", seed: 7 },
    ],
    [
      "loop --budget-tokens 9 --budget-usd .5 --budget-minutes 1.5",
      { ...ofLoop, budgetTokens: 9, budgetUsd: 0.5, budgetMinutes: 1.5 },
    ],
    ["review list", { ...usual, action: "list" }],
    ["review reject r3 --reason why", { ...usual, action: "reject", id: "r3", reason: "why" }],
    ["stop --clear", { ...usual, clear: true }],
    ["evaluate", usual],
    ["evaluate out.csv --fail-under 0.9", { ...usual, file: "out.csv", failUnder: 0.9 }],
    ["evaluate --audit --isolation auto", { ...usual, audit: true, isolation: "auto" }],
    ["autonomy", { ...usual, rounds: 5, seed: 1 }],
    ["autonomy --rounds 30 --simulate --seed 7", { ...usual, rounds: 30, simulate: true, seed: 7 }],
    ["autonomy --from-history", { ...usual, rounds: 5, seed: 1, fromHistory: true }],
    ["calibrate --write", { ...usual, write: true }],
    ["status", usual],
    ["reset --dry-run --to 12", { ...usual, dryRun: true, to: "12" }],
    ["observe --round 12", { ...usual, round: 12 }],
    ["observe --watch --limit 3", { ...usual, watch: true, limit: 3 }],
    ["verify --rescore", { ...usual, rescore: true }],
    [`verify --head ${"a".repeat(64)}`, { ...usual, head: "a".repeat(64) }],
    ["challenge --levels 3 1 --count 2 --seed 0", { ...usual, levels: [3, 1], count: 2, seed: 0 }],
    ["challenge --remove", { ...usual, remove: true }],
    [
      "status --json --quiet --no-color --root p",
      { root: "p", json: true, quiet: true, color: false },
    ],
    [
      "run --input a.csv b.csv --out o --max-failed 2.5%",
      {
        ...usual,
        input: ["a.csv", "b.csv"],
        out: "o",
        columns: "strict",
        maxFailed: { amount: 2.5, isShare: true },
      },
    ],
    ["--root p --json status", { ...usual, root: "p", json: true }],
  ])("%s", async (line, options) => {
    expect((await ask(line.split(" "))).options).toEqual(options);
  });
});

test("every example in a command's help can be parsed and names that command", async () => {
  for (const open of commands) {
    const { name, examples, load } = open(
      ({ name, examples, load }): Listed => ({
        name,
        examples,
        load,
      }),
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const [line = ""] = example.replace("$(cat ~/cleanloop-head)", "a".repeat(64)).split(" | ");
      const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, bare]) => quoted ?? bare ?? "",
      );
      expect(words.slice(0, 2)).toEqual(["cleanloop", name]);
      expect((await ask(words.slice(1))).load).toBe(load);
    }
  }
});

test("every option has the name that its flag gives it", () => {
  for (const open of commands)
    for (const [name, one] of open(({ options }) => Object.entries<object>(options))) {
      if (!("flag" in one)) continue;
      const [, words = ""] = /^--([a-z-]+)/.exec(String(one.flag)) ?? [];
      expect(words.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())).toBe(name);
    }
});

test.each([
  ["sandbox --timeout 0", "--timeout"],
  ["sandbox --memory 15", "--memory"],
  ["sandbox --isolation none", "--isolation"],
  ["loop --max-iterations 1.5", "--max-iterations"],
  ["loop --candidates 1001", "--candidates"],
  ["loop --reviewer me", "--reviewer"],
  ["loop --budget-usd 0", "--budget-usd"],
  ["evaluate --fail-under 1.1", "--fail-under"],
  ["reset --to xyz", "--to"],
  ["verify --head abc", "--head"],
  ["challenge --levels 1 6", "--levels"],
  ["status --root ", "--root"],
])("%s is a mistake that names the flag", async (line, flag) => {
  const asked = ask(line.split(" "));
  await expect(asked).rejects.toThrow(Problem);
  await expect(asked).rejects.toThrow(new RegExp(`^${flag} ".*" is not `));
});

test.each([
  ["review frobnicate", "cleanloop review --help"],
  ["loop --no-such-flag", "cleanloop loop --help"],
  ["review --root", "cleanloop review --help"],
  ["no-such-command", "cleanloop --help"],
])("a mistake in %s is answered by %s", async (line, help) => {
  const program = quietly(buildProgram("0.0.0", async () => {}));
  await expect(program.parseAsync(line.split(" "), { from: "user" })).rejects.toThrow();
  expect(helpFor(program, line.split(" "))).toBe(help);
});

test("a command in the first word is set up alone, and says the same of itself", () => {
  const helpsOf = (...argv: string[]) =>
    buildProgram("0.0.0", async () => {}, argv).commands.map(
      (command) => [command.name(), command.helpInformation()] as const,
    );
  const all = helpsOf();
  for (const [name, help] of all)
    expect(helpsOf(name, "--json")).toEqual(name === "help" ? all : [[name, help]]);
  expect(helpsOf("--json", "loop")).toEqual(all);
  expect(helpsOf("lop")).toEqual(all);
});
