import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluate, openProject, Problem, readTrail, runLoop } from "../src/index.ts";
import { shipped } from "./support/finance.ts";
import { blocks, readPage } from "./support/pages.ts";
import { TestProject } from "./support/project.ts";
import { endedInTime } from "./support/until.ts";

let project: TestProject;
beforeAll(() => {
  project = new TestProject();
  mkdirSync(project.path("node_modules"));
  symlinkSync(shipped("."), project.path("node_modules/cleanloop"));
});
afterAll(() => project.dispose());

/** One after the other, as a reader would: each begins where the one before has left the project. */
describe("the programs of the help topic", () => {
  const told = [
    ["evaluates, and the starter is not good enough", /^13 of 14 checks pass\n$/, 1],
    ["loops", /^round 1\n(round \d\n)*perfect 1\n$/, 0],
    ["cleans new files", /^published 64\n$/, 0],
    ["reads the trail", /^1 kept .*\n/, 0],
    ["makes a project", /^\[ 'order_no' \] true\n$/, 0],
  ] as const;
  const programs = blocks(readPage("src/help/library.md"), "js");

  test("are all known here", () => {
    expect(programs.length).toBe(told.length);
  });

  test.each(told)("one %s", (what, output, exit) => {
    const at = told.findIndex(([one]) => one === what);
    writeFileSync(project.path("program.mjs"), programs[at] ?? "");
    const { status, stdout, stderr } = spawnSync(process.execPath, ["program.mjs"], {
      cwd: project.root,
      encoding: "utf8",
      ...endedInTime,
      env: { PATH: process.env.PATH ?? "" },
    });
    expect({ status, stderr }).toEqual({ status: exit, stderr: "" });
    expect(stdout).toMatch(output);
  });
});

describe("a project that is opened", () => {
  test("is looked for from where the program is, not from within itself", async () => {
    const path = relative(process.cwd(), project.root);
    expect(openProject(path).project.root).toBe(project.root);
  });

  test("by an empty path is told, and not taken for the one around it", () => {
    expect(() => openProject("")).toThrow("an empty path (from openProject) is not a CleanLoop");
  });

  test("and is not one is told without a word on flags", () => {
    const open = () => openProject("/nowhere/at/all");
    expect(open).toThrow(Problem);
    expect(open).toThrow(
      "/nowhere/at/all (from openProject) is not a CleanLoop project: it has no genome",
    );
  });
});

describe("a signal", () => {
  const aborted = AbortSignal.abort(new Error("enough"));

  test("ends an evaluation", async () => {
    await expect(evaluate(openProject(project.root), { signal: aborted })).rejects.toThrow();
  });

  test("ends a reading of the trail", async () => {
    const reading = readTrail(openProject(project.root), { signal: aborted });
    await expect(reading.next()).rejects.toThrow("enough");
  });

  test("ends a loop in good order", async () => {
    const { stopReason } = await runLoop(openProject(project.root), { signal: aborted });
    expect(stopReason).toBe("interrupted");
  });
});
