import { readFileSync } from "node:fs";
import { verifyTrail } from "../../../src/adapters/trail/verify.ts";
import { sandbox } from "../../../src/core/sandbox.ts";
import { sha256 } from "../../../src/domain/digest.ts";
import type { TrailEvent } from "../../../src/domain/events.ts";
import { openProject } from "../../../src/index.ts";
import { TestProject } from "../project.ts";
import { putInForce } from "./in-force.ts";
import type { Lab } from "./lab.ts";

const tables = ["master", "mutation_success", "mutation_failures"].map(
  (name) => `.output/finance_${name}.csv`,
);

const tablesIn = (project: TestProject): string[] => tables.map((name) => project.read(name));

const known = new Map<string, string[]>();

/** The tables that a genome gives in the finance project. */
const tablesOf = async (genome: string): Promise<string[]> => {
  const found = known.get(genome);
  if (found) return found;
  const project = new TestProject();
  project.write("genome/clean_data.ts", genome);
  await sandbox(openProject(project.root), {});
  const tables = tablesIn(project);
  project.dispose();
  known.set(genome, tables);
  return tables;
};

const commits = (event: TrailEvent): boolean =>
  (event.type === "round" && event.decision === "kept") ||
  (event.type === "review.decided" && event.decision === "approved");

export interface Standing {
  readonly faults: readonly string[];
  /** Numbers of the recorded rounds. */
  readonly rounds: readonly number[];
  /** How the genome's file stands to what the trail says of it. */
  readonly genome: "as recorded" | "as before" | "another";
  /** Whose the published tables are; null where no commit was the last word on the genome. */
  readonly tables: "the genome's" | "others" | null;
}

/** What there is on disk, seen by somebody who trusts nobody. */
export const standingOf = async (lab: Lab): Promise<Standing> => {
  const { faults } = await verifyTrail(lab.project.path(".output"));
  const events = lab.events();
  const last = events.filter((event) => putInForce(event)).at(-1);
  const change = last ? putInForce(last) : null;
  const sha = sha256(readFileSync(lab.project.path("genome/clean_data.ts")));
  const lastMoved = events
    .filter((event) => event.type !== "run.started")
    .filter(putInForce)
    .at(-1);
  const settled = !change || sha === change.sha;
  return {
    faults: faults.map(({ kind }) => kind),
    rounds: events.flatMap((event) => (event.type === "round" ? [event.round] : [])),
    genome: settled ? "as recorded" : sha === change.before ? "as before" : "another",
    tables: lastMoved && committed(lastMoved, events) ? await whose(lab) : null,
  };
};

/** A recovered genome is the one that the commit before it put in force. */
const committed = (moved: TrailEvent, events: readonly TrailEvent[]): boolean => {
  if (moved.type !== "recovered" || moved.what !== "genome") return commits(moved);
  const meant = events.filter((event) => putInForce(event)?.sha === moved.to);
  return meant.some((event) => event.seq < moved.seq && commits(event));
};

const whose = async ({ project, genome }: Lab): Promise<"the genome's" | "others"> => {
  const right = await tablesOf(genome);
  try {
    return tablesIn(project).every((text, at) => text === right[at]) ? "the genome's" : "others";
  } catch {
    return "others";
  }
};
