import { afterEach, beforeEach, expect, test } from "vitest";
import { type Answer, cleanloopHere } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
  const header = "invoice_id,customer,amount,currency,issued,due,status";
  const rows = (status: string): string =>
    Array.from(
      { length: 30 },
      (_, at) => `INV-${at},Buyer ${at},${at}.50,EUR,2026-03-04,2026-04-04,${status}\n`,
    ).join("");
  project.write("data/input/finance_invoices.csv", `${header}\n${rows("paid")}`);
  project.write("new/usual.csv", `${header}\n${rows("paid")}`);
  project.write("new/other.csv", `${header}\n${rows("settled\u001b[31m")}`);
});
afterEach(() => project.dispose());

const run = (...args: readonly string[]): Promise<Answer> =>
  cleanloopHere(
    [
      "run",
      "--input",
      "new/usual.csv",
      "new/other.csv",
      "--out",
      "clean",
      "--columns",
      "warn",
      ...args,
    ],
    { cwd: project.root },
  );

const policy = (drift: object): void => {
  const arena = JSON.parse(project.read("data/arena.json"));
  project.write("data/arena.json", JSON.stringify({ ...arena, drift }));
};

const rowsPublished = (): number =>
  project.read("clean/finance_master.csv").trimEnd().split("\n").length - 1;

test("a feed that is unlike the arena's is a warning that names column and values", async () => {
  const { exit, stdout, stderr } = await run("--json");
  expect(exit).toBe(0);
  expect(stderr).toContain("other.csv, status: values that");
  expect(stderr).not.toContain("\u001b");
  const drift: { feed: string; column: string }[] = JSON.parse(stdout).drift;
  expect(drift).toMatchObject([
    { feed: "other.csv", column: "status", kind: "new-values", grade: "serious", share: 1 },
    { feed: "other.csv", column: "status", kind: "new-formats", grade: "serious" },
  ]);
  expect(rowsPublished()).toBe(60);
});

test("with quarantine it is left out and the rest is published", async () => {
  policy({ "*": "quarantine" });
  const { exit, stderr } = await run();
  expect(exit).toBe(0);
  expect(stderr).toContain("other.csv was left out, for it has drifted: other.csv, status");
  expect(rowsPublished()).toBe(30);
});

test("with fail nothing is published until a person accepts what was found", async () => {
  policy({ "other*": "fail" });
  const refused = await run();
  expect(refused.exit).toBe(1);
  expect(refused.stdout).toContain("Not published: feeds_are_as_known");
  expect(project.snapshot()).not.toHaveProperty("clean");
  expect((await run("--accept-drift")).exit).toBe(0);
  const { accepted } = JSON.parse(project.read("data/drift-accepted.json"));
  expect(accepted).toMatchObject([{ finding: { column: "status" } }, {}]);
  const { exit, stderr } = await run();
  expect({ exit, drift: stderr.includes("status: values") }).toEqual({ exit: 0, drift: false });
});

test("a policy that is none is named", async () => {
  policy({ "*": "ignore" });
  const { exit, stderr } = await run();
  expect(exit).toBe(2);
  expect(stderr).toContain("drift.*");
});
