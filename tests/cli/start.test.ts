import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cleanloop } from "../support/cli.ts";
import { layOutFinance, shipped } from "../support/finance.ts";
import { endedInTime } from "../support/until.ts";

test("the version is told in one line, and it is the package's", async () => {
  const { version } = JSON.parse(readFileSync(shipped("package.json"), "utf8"));
  for (const flag of ["--version", "-V"])
    expect(await cleanloop([flag])).toEqual({ exit: 0, stdout: `${version}\n`, stderr: "" });
});

test("named as a module, the command line says and ends the same", () => {
  const saidBy = (start: string, args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [shipped(start), ...args],
      endedInTime,
    );
    return { status, stdout: `${stdout}`, stderr: `${stderr}` };
  };
  const exits = [["--version"], ["help", "exit-codes"], ["loop", "--no-such-flag"]].map((args) => {
    const said = saidBy("dist/cli.js", args);
    expect(said).toEqual(saidBy("dist/cli.cjs", args));
    return said.status;
  });
  expect(exits).toEqual([0, 0, 2]);
});

test("a stdout that is full is told in one line, though only the version is asked for", async () => {
  const through = ["sh", "-c", 'exec "$@" > /dev/full', "sh"];
  const { exit, stderr } = await cleanloop(["--version"], { through });
  expect({ exit, stderr: stderr.split("\n")[0] }).toEqual({
    exit: 2,
    stderr: "error: cannot write the answer to stdout: ENOSPC",
  });
});

test("what Node has compiled of the commands is sealed while a loop runs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(shipped("dist"), join(folder, "dist"), { recursive: true });
  cpSync(shipped("package.json"), join(folder, "package.json"));
  layOutFinance(join(folder, "project"));
  const script = `
    import { openProject } from ${JSON.stringify(join(folder, "dist/index.js"))};
    console.log(openProject(${JSON.stringify(join(folder, "project"))}).ports.fingerprint());`;
  const fingerprint = () =>
    `${execFileSync(process.execPath, ["--input-type=module", "--eval", script], endedInTime)}`;
  const before = fingerprint();
  expect(fingerprint()).toBe(before);
  appendFileSync(join(folder, "dist/commands.v8"), "more");
  expect(fingerprint()).not.toBe(before);
});

test("what this Node has compiled of the commands is what it takes", () => {
  const [program, compiled] = ["dist/commands.cjs", "dist/commands.v8"].map((name) =>
    JSON.stringify(shipped(name)),
  );
  const script = `
    const { readFileSync } = require("node:fs");
    const cachedData = readFileSync(${compiled});
    const { Script } = require("node:vm");
    console.log(new Script(readFileSync(${program}, "latin1"), { cachedData }).cachedDataRejected);`;
  expect(`${execFileSync(process.execPath, ["--eval", script], endedInTime)}`).toBe("false\n");
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
  const said = execFileSync(
    process.execPath,
    [join(folder, "dist/cli.cjs"), "loop", "--help"],
    endedInTime,
  );
  expect(`${said}`).toBe((await cleanloop(["loop", "--help"])).stdout);
});
