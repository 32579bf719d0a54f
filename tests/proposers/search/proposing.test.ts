import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import type { Attempt } from "../../../src/domain/proposing.ts";
import { createSearch } from "../../../src/proposers/former-search/search.ts";
import { financeAssignment, financeFeeds } from "../../support/assignments.ts";
import { financeStarter } from "../../support/finance.ts";
import { repairInProcess } from "../../support/in-process-loop.ts";

const attemptAt = (text: string, parent: string): Attempt => ({
  sha: sha256(text),
  parent,
  hypothesis: "",
  result: "no-better",
  detail: "",
});

test("a text that was tried on this genome is not proposed again", () => {
  const search = createSearch();
  const assignment = financeAssignment();
  const [first] = search.propose(assignment).proposals;
  const attempts = [attemptAt(first?.text ?? "", assignment.genome.sha)];
  const [second] = search.propose({ ...assignment, attempts }).proposals;
  expect(second).toBeDefined();
  expect(second?.text).not.toBe(first?.text);
});

test("a text that was tried on another genome may be tried on this one", () => {
  const search = createSearch();
  const assignment = financeAssignment();
  const [first] = search.propose(assignment).proposals;
  const attempts = [attemptAt(first?.text ?? "", "another")];
  expect(search.propose({ ...assignment, attempts }).proposals[0]?.text).toBe(first?.text);
});

test("asked for several candidates it gives different ones, the best first", () => {
  const { proposals } = createSearch().propose({ ...financeAssignment(), candidates: 3 });
  expect(proposals.length).toBeGreaterThan(1);
  expect(new Set(proposals.map(({ text }) => text)).size).toBe(proposals.length);
});

test("a genome that is perfect on what can be seen is left alone", () => {
  const assignment = financeAssignment();
  const standing = { ...assignment.standing, fitness: 1 };
  const { proposals, saturated } = createSearch().propose({ ...assignment, standing });
  expect(proposals).toEqual([]);
  expect(saturated?.reason).toBe("every visible gold row is explained");
});

test("what a person wrote stays in the file, and the rows it leaves open are settled", async () => {
  const theirs = financeStarter();
  const { text, rounds, evaluation } = await repairInProcess(createSearch(), financeFeeds(), {
    text: theirs,
    origin: "person",
  });
  expect(evaluation).toMatchObject({ fitness: 1, holdoutFitness: 1 });
  expect(rounds[0]?.hypothesis).toMatch(/^keeps the program and settles the rows it leaves open/);
  expect(text).toContain("/** Rows with a numeric amount, a readable date");
  expect(text).toContain('anomaly = "amount is text"');
});

test("what a person wrote is mended in the columns that are wrong, and stays otherwise", async () => {
  const path = resolve(import.meta.dirname, "../../fixtures/genomes/perfect-finance.ts");
  const wrong = readFileSync(path, "utf8").replace("upperCase(trim(row.currency))", "row.currency");
  const { text, rounds, evaluation } = await repairInProcess(createSearch(), financeFeeds(), {
    text: wrong,
    origin: "person",
  });
  expect(evaluation.fitness).toBe(1);
  expect(rounds[0]?.hypothesis).toContain("gives currency for all rows");
  expect(text).toContain("const adjusted =");
});

test("a program that cannot be built upon is replaced only with a plain word about it", () => {
  const text = "const nothing = 1;\nexport { nothing as clean };\n";
  const assignment = financeAssignment();
  const genome = { text, sha: sha256(text), origin: "model" as const };
  const [proposal] = createSearch().propose({ ...assignment, genome }).proposals;
  expect(proposal?.hypothesis).toMatch(/^replaces the program by one of its own; /);
});

test("its programs hold no literal that only the gold has, and fit the default envelope", async () => {
  const feeds = financeFeeds();
  const from = { text: financeStarter(), origin: "starter" } as const;
  const { text, rounds } = await repairInProcess(createSearch(), feeds, from);
  const inputs = JSON.stringify(feeds.inputs).toLowerCase();
  const gold = feeds.gold.flat().map((cell) => cell.toLowerCase());
  const literals = [...text.matchAll(/"([^"\n]+)"/g)].map(([, literal = ""]) =>
    literal.toLowerCase(),
  );
  expect(literals.filter((word) => gold.includes(word) && !inputs.includes(word))).toEqual([]);
  for (const { changed } of rounds) expect(changed).toBeLessThanOrEqual(120);
  expect(text.split("\n").length).toBeLessThan(80);
});
