import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../src/adapters/compiler.ts";
import { arenaContradictions, arenaFileSchema } from "../src/domain/arena.ts";
import { settingsFileSchema } from "../src/domain/settings.ts";
import * as kit from "../src/kit/index.ts";
import { layOutFinance, shipped } from "./support/finance.ts";

const readme = readFileSync(shipped("README.md"), "utf8");

const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, text = ""]) => text,
  );

interface Step {
  readonly command: string;
  readonly output: string;
}

const steps: Step[] = blocks("console").flatMap((block) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [command = "", ...output] = step.split("\n");
      return { command, output: output.join("\n").trimEnd() };
    }),
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cleanloop-readme-"));
  layOutFinance(folder);
  copyFileSync(shipped(".output/README.md"), join(folder, ".output/README.md"));
  mkdirSync(join(folder, "bin"));
  const launcher = `#!/bin/sh\nexec "${process.execPath}" "${shipped("dist/cli.js")}" "$@"\n`;
  writeFileSync(join(folder, "bin/cleanloop"), launcher);
  chmodSync(join(folder, "bin/cleanloop"), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (command: string): string => {
  const env = { PATH: `${join(folder, "bin")}:${process.env.PATH}` };
  const { stdout, stderr } = spawnSync("sh", ["-c", command], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return (stdout + stderr).trimEnd();
};

/** Time is not the same twice, nor is what is named after it; everything else is. */
const timeless = (text: string): string =>
  text
    .replace(/\d+\.\d\d s/g, "… s")
    .replace(/\d{8}t\d{6}-[0-9a-f]{6}/g, "<run>")
    .replace(/^Head {5}[0-9a-f]{64}$/gm, "Head     <digest>");

test("the sessions show what the commands print, in this order", () => {
  expect(steps.length).toBeGreaterThan(2);
  for (const { command, output } of steps) expect(timeless(run(command))).toBe(timeless(output));
});

describe("the commands to run and to test", () => {
  const scripts: Record<string, string> = JSON.parse(
    readFileSync(shipped("package.json"), "utf8"),
  ).scripts;

  test("are the first two that a reader meets", () => {
    expect(blocks("sh").slice(0, 2)).toEqual(["npm ci && npm run loop\n", "npm test\n"]);
  });

  test("name scripts that exist", () => {
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("run the job", () => {
    const { status, stdout } = spawnSync("npm", ["run", "--silent", "loop", "--", "--fresh"], {
      cwd: shipped("."),
      env: { PATH: process.env.PATH ?? "", CLEANLOOP_ROOT: folder },
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(stdout).toContain("score 14/14");
  });
});

test("every command in the table has the flags that are told of it", () => {
  const rows = [...readme.matchAll(/^\| `cleanloop (\w+)[^|]*\|((?:[^|\n]|\\\|)*)\|$/gm)];
  expect(rows.length).toBeGreaterThan(10);
  for (const [, command, told = ""] of rows) {
    const help = run(`cleanloop ${command} --help`);
    expect(help).toContain("Examples:");
    for (const [flag] of told.matchAll(/--[a-z-]+/g)) expect(help).toContain(flag);
  }
});

const kitLines = [...readme.matchAll(/^\| `([a-zA-Z]+\(.*)` +\| `(.*)` +\|$/gm)].map(
  ([, call = "", gives = ""]) => [call, gives] as const,
);

test("the kit's lines are found", () => {
  expect(kitLines.length).toBeGreaterThan(25);
});

test.each(kitLines)("%s gives %s", (call, gives) => {
  const evaluate = new Function(...Object.keys(kit), `return [${call}, ${gives}]`);
  const [actual, told] = evaluate(...Object.values(kit));
  expect(actual).toEqual(told);
});

test("the program that proposes does what its hypothesis says", () => {
  const [program = ""] = blocks("js");
  writeFileSync(join(folder, "propose.mjs"), program);
  const told = run(
    `cleanloop loop --fresh --proposer "command:${process.execPath} ./propose.mjs" --max-iterations 3 --reviewer judge`,
  );
  expect(told).toContain("amount: take adjusted_amount where approval_flag is approved");
  expect(told).toContain("amount: take resolution_amount where resolution_flag is approved");
  expect(told).toContain("2 kept");
  expect(told).toContain("saturated");
});

test("the genome passes the gate", async () => {
  const [genome = ""] = blocks("ts").filter((text) => text.includes("cleanloop/kit"));
  expect((await compile(Buffer.from(genome))).ok).toBe(true);
});

test("the arena and the settings are valid", () => {
  const [settings = "", arena = ""] = blocks("json");
  expect(settingsFileSchema.safeParse(JSON.parse(settings)).error).toBeUndefined();
  expect(arenaContradictions(arenaFileSchema.parse(JSON.parse(arena)))).toEqual([]);
});
