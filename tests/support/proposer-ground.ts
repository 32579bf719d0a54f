import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Call, cleanloopHere } from "./cli.ts";
import { processesLike } from "./processes.ts";
import { Programs } from "./programs.ts";
import { TestProject } from "./project.ts";
import { removeFolder } from "./remove-folder.ts";

/** A project, a folder for programs outside of it, and a folder for what is temporary. */
export class ProposerGround {
  readonly project = new TestProject();
  readonly programs = new Programs();
  readonly temporary = mkdtempSync(join(tmpdir(), "cleanloop-temporary-"));

  /** The loop as a machine reads it, under the judge; its events where it began. */
  async loop(proposer: string, args: readonly string[] = [], call: Call = {}) {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = this.temporary; // also where the command line runs in this process
    const answer = await cleanloopHere(
      ["loop", "--json", "--reviewer", "judge", "--proposer", proposer, ...args],
      { cwd: this.project.root, env: { TMPDIR: this.temporary }, ...call },
    ).finally(() => {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    });
    const began = answer.exit !== 2 && answer.exit !== 5;
    const lines = began ? answer.stdout.trimEnd().split("\n") : [];
    const events = lines.map((line) => JSON.parse(line));
    return {
      ...answer,
      summary: events.at(-1),
      rounds: events.filter(({ type }) => type === "round"),
    };
  }

  dispose(): void {
    this.project.dispose();
    this.programs.dispose();
    removeFolder(this.temporary);
  }
}

/** Holds its pipes for long after it has answered. */
export const leavesChildren = (text: string, seconds: number, detached: boolean): string[] => [
  `spawn("sleep", ["${seconds}"], { stdio: "inherit", detached: ${detached} }).unref();`,
  `answer({ text: ${JSON.stringify(text)}, hypothesis: "with company" });`,
  "setTimeout(() => process.exit(), 50);",
];

export const sleepers = (seconds: number): number[] =>
  processesLike((line) => line === `sleep\0${seconds}\0`);
