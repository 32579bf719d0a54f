import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../src/adapters/compiler.ts";
import { shipped } from "./support/finance.ts";
import { blocks, PageProject, readPage } from "./support/pages.ts";
import { endedInTime } from "./support/until.ts";

const readme = readPage("README.md");

let project: PageProject;
beforeAll(() => {
  project = new PageProject();
});
afterAll(() => project.dispose());

test("it is short enough to be read to the end", () => {
  expect(readme.split("\n").length).toBeLessThanOrEqual(171);
});

/** When what CleanLoop prints has changed: npx vitest run -u --config tests/vitest.config.ts tests/readme */
test("the session shows what the commands print, in this order", async () => {
  expect(readme.match(/^\$ /gm)?.length).toBeGreaterThan(2);
  await expect(project.played(readme)).toMatchFileSnapshot(shipped("README.md"));
});

describe("the commands to run and to test", () => {
  const scripts: Record<string, string> = JSON.parse(readPage("package.json")).scripts;

  test("are the first two that a reader meets", () => {
    expect(blocks(readme, "sh").slice(0, 2)).toEqual(["npm ci && npm run loop\n", "npm test\n"]);
  });

  test("name scripts that exist", () => {
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("run the job", () => {
    const { status, stdout } = spawnSync("npm", ["run", "--silent", "loop", "--", "--fresh"], {
      cwd: shipped("."),
      env: { PATH: process.env.PATH ?? "", CLEANLOOP_ROOT: project.root },
      encoding: "utf8",
      ...endedInTime,
    });
    expect(status).toBe(0);
    expect(stdout).toContain("score 14/14");
  });
});

test("the genome passes the gate", async () => {
  const [genome = ""] = blocks(readme, "ts");
  expect((await compile(Buffer.from(genome))).ok).toBe(true);
});

test("every link leads to a file", () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = ""]) => target);
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((target) => !existsSync(shipped(target)))).toEqual([]);
});
