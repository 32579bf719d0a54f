import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shipped } from "./support/finance.ts";
import { inThorough } from "./support/soak.ts";
import { endedInTime } from "./support/until.ts";

let here: string;

/** As npm lays the package out, with the packages that it names beside it. */
beforeAll(() => {
  here = mkdtempSync(join(tmpdir(), "cleanloop-package-"));
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", here], {
      cwd: shipped("."),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      ...endedInTime,
    }),
  );
  mkdirSync(join(here, "node_modules/cleanloop"), { recursive: true });
  execFileSync(
    "tar",
    ["-xzf", packed.filename, "--strip-components=1", "-C", "node_modules/cleanloop"],
    {
      cwd: here,
    },
  );
  rmSync(join(here, packed.filename));
  const { dependencies } = JSON.parse(
    readFileSync(join(here, "node_modules/cleanloop/package.json"), "utf8"),
  );
  for (const name of [...Object.keys(dependencies), "@types/node", "undici-types"]) {
    mkdirSync(join(here, "node_modules", name, ".."), { recursive: true });
    symlinkSync(shipped(join("node_modules", name)), join(here, "node_modules", name));
  }
});
afterAll(() => rmSync(here, { recursive: true }));

const program = `import { evaluate, openProject, type LoopOptions } from "cleanloop";
import { type Genome, trim } from "cleanloop/kit";

export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs)
    for await (const row of input.records()) emit("master", { name: trim(row.name) });
};
export const options: LoopOptions = { reviewer: "judge" };
export const fitness = async (): Promise<number> =>
  (await evaluate(openProject("."))).evaluation.fitness;
`;

const bundler = { moduleResolution: "Bundler" };

test.each<[string, object]>([
  ["NodeNext", {}],
  ["ESNext", bundler],
  ...inThorough<[string, object]>([
    ["Node16", {}],
    ["Node18", {}],
    ["Node20", {}],
    ["Preserve", bundler],
    ["CommonJS", bundler],
  ]),
])("its types are found with module %s", (module, more) => {
  const compilerOptions = {
    target: "ES2023",
    module,
    strict: true,
    noEmit: true,
    types: ["node"],
    ...more,
  };
  writeFileSync(join(here, "program.mts"), program);
  writeFileSync(
    join(here, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["program.mts"] }),
  );
  const compiler = shipped("node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler], { cwd: here, encoding: "utf8" });
  expect(stdout).toBe("");
});

const cleanloopIn = (folder: string) => {
  mkdirSync(folder);
  return (...args: string[]) =>
    spawnSync(process.execPath, ["../node_modules/cleanloop/dist/cli.cjs", ...args], {
      cwd: folder,
      encoding: "utf8",
      ...endedInTime,
    });
};

test("its command makes a project in an empty folder and repairs it", () => {
  const empty = join(here, "empty");
  const cleanloop = cleanloopIn(empty);
  expect(cleanloop("init")).toMatchObject({ status: 0, stderr: "" });
  expect(readdirSync(empty)).toContain("genome");
  expect(cleanloop("loop", "--reviewer", "judge").stdout).toContain("Stopped  perfect");
  const compiler = shipped("node_modules/typescript/bin/tsc");
  const editor = spawnSync(process.execPath, [compiler], { cwd: empty, encoding: "utf8" });
  expect(editor.stdout).toBe("");
});

test("a loop needs the packages for a queue only where one is named, and loads them only there", () => {
  const cleanloop = cleanloopIn(join(here, "queued"));
  const queue = ["--queue", "redis://127.0.0.1:1"];
  cleanloop("init");
  const lacking = { status: 2, stderr: expect.stringContaining("npm install bullmq ioredis") };
  expect(cleanloop("loop", ...queue)).toMatchObject(lacking);
  expect(cleanloop("worker", ...queue)).toMatchObject(lacking);
  const loaded = join(here, "loaded");
  for (const name of ["bullmq", "ioredis"]) {
    const folder = join(here, "node_modules", name);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
    const marking = `require("node:fs").appendFileSync(${JSON.stringify(loaded)}, "${name} ");`;
    writeFileSync(join(folder, "index.js"), marking);
  }
  expect(cleanloop("loop", "--reviewer", "judge", "--quiet").status).toBe(0);
  expect(existsSync(loaded)).toBe(false);
  cleanloop("worker", ...queue);
  expect(readFileSync(loaded, "utf8").split(" ").sort()).toEqual(["", "bullmq", "ioredis"]);
});

test("it holds no source map and nothing but what runs", () => {
  const files = readdirSync(join(here, "node_modules/cleanloop"), {
    recursive: true,
    encoding: "utf8",
  });
  expect(files.filter((name) => /\.map$|\.test\.|^(data|genome|tests)\b/.test(name))).toEqual([]);
});
