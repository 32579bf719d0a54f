import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cleanloop } from "../support/cli.ts";
import { shipped } from "../support/finance.ts";

test("the version is told in one line, and it is the package's", async () => {
  const { version } = JSON.parse(readFileSync(shipped("package.json"), "utf8"));
  for (const flag of ["--version", "-V"])
    expect(await cleanloop([flag])).toEqual({ exit: 0, stdout: `${version}\n`, stderr: "" });
});

test("a stdout that is full is told in one line, though only the version is asked for", async () => {
  const through = ["sh", "-c", 'exec "$@" > /dev/full', "sh"];
  const { exit, stderr } = await cleanloop(["--version"], { through });
  expect({ exit, stderr: stderr.split("\n")[0] }).toEqual({
    exit: 2,
    stderr: "error: cannot write the answer to stdout: ENOSPC",
  });
});

test("what another Node has compiled of the commands changes nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["cli.cjs", "commands.cjs"])
    cpSync(shipped(join("dist", name)), join(folder, "dist", name));
  cpSync(shipped("package.json"), join(folder, "package.json"));
  const compiled = readFileSync(shipped("dist/commands.v8"));
  compiled.writeUInt32LE(compiled.readUInt32LE(4) + 1, 4); // the version of V8
  writeFileSync(join(folder, "dist/commands.v8"), compiled);
  const said = execFileSync(process.execPath, [join(folder, "dist/cli.cjs"), "loop", "--help"]);
  expect(`${said}`).toBe((await cleanloop(["loop", "--help"])).stdout);
});
