import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256 } from "../../src/domain/digest.ts";
import { cleanloopHere } from "../support/cli.ts";
import { History } from "../support/history.ts";
import { TestProject } from "../support/project.ts";

let project: TestProject;
let starter: string;
beforeEach(() => {
  project = new TestProject();
  starter = project.read("genome/clean_data_starter.ts");
});
afterEach(() => project.dispose());

const reset = async (...args: string[]) => {
  const answer = await cleanloopHere(["reset", "--json", ...args], { cwd: project.root });
  return { ...answer, json: JSON.parse(answer.stdout) };
};
const genome = () => project.read("genome/clean_data.ts");
const lastEvent = () =>
  JSON.parse(project.read(".output/trail.jsonl").trimEnd().split("\n").at(-1) ?? "");

const first = "export const clean = () => {}; // first\n";
const second = "export const clean = () => {}; // second\n";

/** Round 1 kept the first text, round 2 turned the second down, round 3 was approved. */
const threeRounds = async () => {
  const history = new History(project);
  await history.start();
  await history.round("kept", { text: first, parent: starter });
  await history.round("reverted", { text: second, parent: first });
  const told = { text: second, parent: first };
  await history.approve(await history.round("pending", told), told);
};

test("a digest, or the beginning of one, brings that text back and says where from", async () => {
  await threeRounds();
  const sha = sha256(first);
  const { exit, json } = await reset("--to", sha.slice(0, 8).toUpperCase());
  expect(exit).toBe(0);
  expect(genome()).toBe(first);
  expect(json).toMatchObject({
    changed: true,
    to: { sha, origin: "search", round: null, path: `.output/genomes/${sha}.ts` },
    savedAs: `.output/genomes/${sha256(starter)}.ts`,
  });
  expect(lastEvent()).toMatchObject({
    type: "reset",
    from: sha256(starter),
    to: sha,
    origin: "search",
    round: null,
    restored: [{ path: "genome/clean_data.ts", from: sha256(starter), to: sha }],
  });
});

test.each([
  ["kept it: what it kept", 1, first],
  ["turned it down: its parent", 2, first],
  ["left it to a review that approved it: what was approved", 3, second],
])("a round that %s", async (_title, round, text) => {
  await threeRounds();
  const { exit, json } = await reset("--to", String(round));
  expect({ exit, round: json.to.round }).toEqual({ exit: 0, round });
  expect(genome()).toBe(text);
  expect(lastEvent()).toMatchObject({ type: "reset", round, to: sha256(text) });
});

test("a text that a person wrote and a reset replaced comes back as a person's", async () => {
  project.write("genome/clean_data.ts", first);
  await reset();
  const { json } = await reset("--to", sha256(first));
  expect(json.to.origin).toBe("person");
  expect(genome()).toBe(first);
});

test("a text that no record vouches for counts as a model's", async () => {
  new History(project).keep(first);
  const { json } = await reset("--to", sha256(first));
  expect(json.to.origin).toBe("model");
});

test("--dry-run names what would be restored and preserved, and changes nothing", async () => {
  await threeRounds();
  const before = project.snapshot();
  const { exit, stdout } = await cleanloopHere(["reset", "--to", "1", "--dry-run"], {
    cwd: project.root,
  });
  expect(exit).toBe(0);
  expect(stdout).toContain(`would be restored   genome/clean_data.ts  (from .output/genomes/`);
  expect(stdout).toContain(`preserved  .output/genomes/${sha256(second)}.ts`);
  expect(project.snapshot()).toEqual(before);
});

test.each([
  ["a round that never was", "9", /9 is neither a round/],
  ["a digest that is not there", "abcdef1", /abcdef1 is neither/],
  ["too little of a digest", "abcde", /--to "abcde" is not a round's number, or at least 6/],
  ["a path", "../x", /--to "..\/x" is not a round's number/],
])("%s is refused in one clear line, and nothing is touched", async (_title, to, says) => {
  await threeRounds();
  const before = project.snapshot();
  const { exit, stderr } = await reset("--to", to);
  expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringMatching(says) });
  expect(project.snapshot()).toEqual(before);
});

test("a beginning that two digests share is refused, and both are named", async () => {
  const [one, two] = ["a".repeat(63).concat("1"), "a".repeat(63).concat("2")];
  for (const sha of [one, two]) project.write(`.output/genomes/${sha}.ts`, first);
  const { exit, stderr } = await reset("--to", "aaaaaa");
  expect(exit).toBe(2);
  expect(stderr).toContain(`aaaaaa may be ${one} or ${two}`);
});

test("a kept text that was edited since is not put in force", async () => {
  await threeRounds();
  project.write(`.output/genomes/${sha256(first)}.ts`, second);
  const { exit, stderr } = await reset("--to", "1");
  expect({ exit, stderr }).toEqual({
    exit: 2,
    stderr: expect.stringMatching(/does not hold the text it is named after/),
  });
  expect(genome()).toBe(starter);
});
