import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, cleanloop } from "../support/cli.ts";
import { asNobody, needs, withOwnMounts } from "../support/machine.ts";
import { TestProject } from "../support/project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.dispose());

/** Runs a command with `.output` on a file system of its own, then says what lies there. */
const onOwnDisk = (mount: string, prepare: string, args: readonly string[]): Promise<Answer> =>
  cleanloop(args, {
    cwd: project.root,
    through: withOwnMounts(
      `mount -t tmpfs -o ${mount} none .output || exit 99; ${prepare}; "$@"; code=$?; find .output -type f >&2; exit $code`,
    ),
  });

test("a full disk is told in one line; the old tables stand and nothing is half-written", async (test) => {
  needs("namespaces")(test);
  const answer = await onOwnDisk("size=12k", "echo old > .output/finance_master.csv", ["evaluate"]);
  expect(answer).toMatchObject({ exit: 2, stdout: "" });
  const [error, hint, ...files] = answer.stderr.trimEnd().split("\n");
  expect(error).toMatch(/^error: cannot write .*\.output.*: the disk is full$/);
  expect(hint).toContain("hint: free some space");
  expect(files).toEqual([".output/finance_master.csv"]);
});

test("a read-only output folder is told in one line", async (test) => {
  needs("namespaces")(test);
  const answer = await onOwnDisk("size=1m,ro", "true", ["sandbox"]);
  expect(answer).toMatchObject({ exit: 2, stdout: "" });
  expect(answer.stderr).toMatch(
    /^error: cannot write .*\.output.*: the file system is read-only\n/,
  );
});

test("an output folder that is a file is told in one line", async () => {
  project.delete(".output");
  writeFileSync(project.path(".output"), "");
  const answer = await cleanloop(["evaluate"], { cwd: project.root });
  expect(answer).toMatchObject({ exit: 2, stdout: "" });
  expect(answer.stderr).toMatch(/^error: cannot write .*\.output/);
});

test("an output folder that this user may not write is told in one line", async (test) => {
  needs("an ordinary user")(test);
  project.delete(".output");
  mkdirSync(project.path(".output"), { mode: 0o555 });
  chmodSync(project.root, 0o755);
  const answer = await cleanloop(["evaluate"], { cwd: project.root, through: asNobody });
  expect(answer).toMatchObject({ exit: 2, stdout: "" });
  expect(answer.stderr).toMatch(/^error: cannot write .*\.output.*: permission denied\n/);
});
