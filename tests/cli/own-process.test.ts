import { afterAll, expect, test } from "vitest";
import { commands } from "../../src/commands/table.ts";
import { cleanloop, cleanloopHere } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";

/* Most tests run the command line within their own process; here every command has one for itself. */

const project = new TestProject();
project.write("new.csv", project.read("data/input/finance_invoices.csv"));
afterAll(() => project.dispose());

const search = ["--proposer", "search", "--max-iterations", "1"];

/** In this order: some begin with what those before them left. */
const asked: readonly (readonly [words: readonly string[], exit: number, says: RegExp])[] = [
  [["init"], 2, /^$/],
  [["status"], 0, /^Genome /m],
  [["sandbox"], 0, /ok/],
  [["evaluate"], 0, /^Score {2}13\/14 /m],
  [["calibrate"], 0, /noise/],
  [["loop", ...search, "--reviewer", "human"], 4, /review approve r1/],
  [["review", "list"], 0, /^r1 +round 1 /m],
  [["observe"], 0, /^Rounds$/m],
  [["autonomy"], 0, /SUPERVISED/],
  [["verify"], 0, /^✓ {2}environment /m],
  [["run", "--input", "new.csv", "--out", "clean", "--columns", "warn"], 0, /clean/],
  [["merge", "clean", "--out", "merged"], 1, /^$/],
  [["challenge", "--levels", "1"], 0, /challenge-1/],
  [["reset", "--dry-run"], 0, /^preserved /m],
  [["stop"], 0, /STOP is set/],
  [["stop", "--clear"], 0, /STOP is gone/],
  [["dashboard", "--port", "99999"], 2, /^$/],
  [["worker"], 2, /^$/],
  [["help", "trust"], 0, /^How trust is earned/],
];

test.each(asked)("cleanloop %j answers from a process of its own", async (words, exit, says) => {
  const answer = await cleanloop(words, { cwd: project.root });
  expect(answer.exit).toBe(exit);
  expect(answer.stdout).toMatch(says);
  if (exit === 2) expect(answer.stderr).toMatch(/^error: .+\n {2}hint: .+\n$/);
});

test("no command is left out", () => {
  const names: string[] = [];
  for (const open of commands) open(({ name }) => names.push(name));
  expect([...new Set(asked.map(([[name]]) => name))].sort()).toEqual(names.sort());
});

test.each([
  [["status", "--json"]],
  [["help", "loop"]],
  [["help", "nonsense", "--json"]],
  [["evaluate", "--fail-under", "2"]],
  [["nonsense"]],
  [["--help"]],
])("and says the very same within another: %j", async (words) => {
  const call = { cwd: project.root };
  expect(await cleanloopHere(words, call)).toEqual(await cleanloop(words, call));
});
