import { expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import type { Attempt } from "../../../src/domain/proposing.ts";
import { createSearch } from "../../../src/proposers/search/search.ts";
import { financeAssignment } from "../../support/assignments.ts";
import { perfect } from "../../support/programs.ts";
import { TestProject } from "../../support/project.ts";
import { repair } from "../../support/repair.ts";
import { thoroughTest } from "../../support/soak.ts";

const attemptAt = (text: string, parent: string): Attempt => ({
  sha: sha256(text),
  parent,
  hypothesis: "",
  result: "no-better",
  detail: "",
});

/** One search, asked again and again as a loop asks it: its first answer costs the most. */
const search = createSearch();
const assignment = financeAssignment();
const firstProposal = () => search.propose(assignment).proposals[0];

test("a text that was tried on this genome is not proposed again", () => {
  const first = firstProposal();
  const attempts = [attemptAt(first?.text ?? "", assignment.genome.sha)];
  const [second] = search.propose({ ...assignment, attempts }).proposals;
  expect(second).toBeDefined();
  expect(second?.text).not.toBe(first?.text);
});

test("a text that was tried on another genome may be tried on this one", () => {
  const first = firstProposal();
  const attempts = [attemptAt(first?.text ?? "", "another")];
  expect(search.propose({ ...assignment, attempts }).proposals[0]?.text).toBe(first?.text);
});

test("asked for several candidates it gives different ones, the best first", () => {
  const { proposals } = search.propose({ ...assignment, candidates: 3 });
  expect(proposals.length).toBeGreaterThan(1);
  expect(new Set(proposals.map(({ text }) => text)).size).toBe(proposals.length);
  const promised = proposals.map(({ predictedFitness }) => predictedFitness ?? 0);
  expect(promised).toEqual([...promised].sort((a, b) => b - a));
});

test("a genome that is perfect on what can be seen is left alone", () => {
  const standing = { ...assignment.standing, fitness: 1 };
  const { proposals, saturated } = search.propose({ ...assignment, standing });
  expect(proposals).toEqual([]);
  expect(saturated?.reason).toBe("every visible gold row is explained");
});

/** What the loop makes of the finance project in which a person put this genome in force. */
const repairedFrom = async (genome: string) => {
  const project = new TestProject();
  try {
    project.write("genome/clean_data.ts", genome);
    return await repair(project.root);
  } finally {
    project.dispose();
  }
};

thoroughTest(
  "what a person wrote stays in the file, and the rows it leaves open are settled",
  async () => {
    const theirs = `// Ours, of 2024.\n${assignment.genome.text}`;
    const { text, evaluation } = await repairedFrom(theirs);
    expect(evaluation).toMatchObject({ fitness: 1, holdoutFitness: 1 });
    expect(text).toContain("// Ours, of 2024.");
    expect(text).toContain("/** Rows with a numeric amount, a readable date");
    expect(text).toContain('anomaly = "amount is text"');
  },
);

test("what a person wrote is repaired in the columns that are wrong, and stays otherwise", async () => {
  const wrong = perfect.replace("upperCase(trim(row.currency))", "row.currency");
  const { text, rounds, evaluation } = await repairedFrom(wrong);
  expect(evaluation.fitness).toBe(1);
  expect(text).toContain("const adjusted =");
  for (const { candidates } of rounds)
    for (const candidate of candidates)
      expect("changedLines" in candidate && candidate.changedLines).toBeLessThanOrEqual(120);
});

test("what a person changed in a program of the search stays, and what it breaks is mended", async () => {
  const found = firstProposal()?.text ?? "";
  const theirs = found
    .replace("const readValue", "// Agreed with the bank.\nconst readValue")
    .replace('row.resolution_flag === "approved"', 'row.resolution_flag === "settled"');
  const { text, rounds, evaluation } = await repairedFrom(theirs);
  expect(rounds.map(({ decision }) => decision)).toContain("kept");
  expect(evaluation).toMatchObject({ fitness: 1, holdoutFitness: 1 });
  expect(text).toContain("// Agreed with the bank.");
  expect(text).toContain('row.resolution_flag === "settled"');
  const broken = text.replace('row.resolution_flag === "approved"', 'row.resolution_flag === "?"');
  expect(broken).not.toBe(text);
  const genome = { text: broken, sha: sha256(broken), origin: "search" as const };
  const { proposals } = createSearch().propose({ ...assignment, genome, candidates: 3 });
  expect(proposals.length).toBeGreaterThan(0);
  for (const proposal of proposals) expect(proposal.text).toContain("// Agreed with the bank.");
});

test.each([
  [
    "counts over the file",
    'import { createTally } from "cleanloop/kit";\nconst usual = createTally();\n',
  ],
  ["has the name under which ours would keep it", "const cleanAsItWas = 1;\n"],
])("a program that %s is not run row by row", (_, more) => {
  const text = more + assignment.genome.text;
  const genome = { text, sha: sha256(text), origin: "person" as const };
  const { proposals } = createSearch().propose({ ...assignment, genome });
  expect(proposals[0]?.hypothesis).toMatch(/^replaces the program by one of its own; /);
});

thoroughTest(
  "a program that cannot be built upon is replaced only with a plain word about it",
  async () => {
    const text = "const nothing = 1;\nexport { nothing as clean };\n";
    const genome = { text, sha: sha256(text), origin: "model" as const };
    const [proposal] = createSearch().propose({ ...assignment, genome }).proposals;
    expect(proposal?.hypothesis).toMatch(/^replaces the program by one of its own; /);
  },
);
