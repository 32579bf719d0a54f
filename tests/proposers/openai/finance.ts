import { readFileSync } from "node:fs";
import { goldOf, judgeRun } from "../../../src/core/candidate/judge-tables.ts";
import { evaluateGenome } from "../../../src/core/evaluate.ts";
import { sha256 } from "../../../src/domain/digest.ts";
import { pathsOf } from "../../../src/domain/project.ts";
import type { Assignment } from "../../../src/domain/proposing.ts";
import { openWorkspace } from "../../../src/wiring.ts";
import type { TestProject } from "../../support/project.ts";

/** What a proposer is given for the project as it stands, after a real run and a real judgement. */
export const assignmentFor = async ({ root }: TestProject): Promise<Assignment> => {
  const workspace = openWorkspace({ root, env: {}, cwd: root });
  const { arena } = workspace.project;
  await evaluateGenome(workspace);
  const tables = new Map([["master", `${root}/.output/${arena.master.file}`] as const]);
  const gold = await goldOf(workspace);
  const { evaluation, feedback } = await judgeRun(workspace, gold, tables, "master-only");
  const text = readFileSync(pathsOf(root).genome, "utf8");
  return {
    arena,
    genome: { text, sha: sha256(text), origin: "starter" },
    focus: "value_normalization",
    standing: { outcome: "ok", detail: "", ...feedback, fitness: evaluation.fitness },
    inputs: workspace.ports.feeds.files().map((feed) => {
      const [header = [], ...rows] = workspace.ports.feeds.rows(feed);
      return { name: feed.name, header, rows };
    }),
    gold: feedback.missing,
    attempts: [],
    parked: [],
    refusedRules: [],
    candidates: 1,
    round: 1,
    seed: 1,
  };
};
