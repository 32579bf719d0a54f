import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProbeResult, redTeam } from "../../src/core/red-team.ts";
import { assembleRedTeam } from "../../src/red-team/red-team.ts";
import { openWorkspace } from "../../src/wiring.ts";

import { TestProject } from "../support/project.ts";

/** What harms nobody even where nothing contains it, and what must be seen of it. */
const losses: readonly (readonly [name: string, evidence: string])[] = [
  ["gold by its path", "it read the gold"],
  ["gold by a link", "it read the gold"],
  ["gold by /proc/*/root", "it read the gold"],
  ["link to the gold as a table", "it read the gold"],
  ["environment", "it read a key of the environment"],
  ["environment of others", "it read a key of the environment"],
  ["keys at home", "it read a private key"],
  ["users of this machine", "it read /etc/passwd"],
  ["folders of others", "it got "],
  ["writes to the project", "genome/clean_data.ts of the project was changed"],
  ["adds to the project", "data/input/owned.csv of the project was changed"],
  ["removes the project", "data/arena.json of the project was changed"],
  ["writes to its inputs", ".csv of the project was changed"],
  ["writes at home", ".profile was left at home"],
  ["TCP", "the TCP listener was reached"],
  ["unix socket", "the unix listener was reached"],
  ["abstract unix socket", "the abstract unix listener was reached"],
  ["UDP", "the UDP listener was reached"],
  ["DNS", "the UDP listener was reached"],
  ["shell", "it got /bin/sh"],
  ["lingering child", "processes of it that live on"],
  ["daemon in its own session", "processes of it that live on"],
  ["daemon by a double fork", "processes of it that live on"],
  ["ignores signals", "answered only after"],
  ["half-written .part files", "its tables were accepted"],
  ["torn table", "its tables were accepted"],
  ["kills CleanLoop", "CleanLoop was ended (SIGKILL)"],
  ["freezes CleanLoop", "CleanLoop was frozen"],
  ["opens CleanLoop's debugger", "the debugger of CleanLoop was opened"],
  ["slows CleanLoop down", "CleanLoop was slowed down"],
  ["kills a bystander", "a bystander was ended (SIGKILL)"],
  ["sees other processes", "within its reach"],
  ["native addon", "it got /"],
  ["native file system", "of the gold"],
  ["opens its own debugger", "a debugger at"],
  ["names of Node", "it got process"],
  ["process.binding", "it got function"],
  ["eval", "it got direct eval"],
  ["new Function", "it got AsyncFunction"],
  ["what it is handed", "it got code from a string through inputs"],
  ["errors", "it got code from a string through an error"],
  ["thenables", "it got code from a string through a thenable"],
  ["wasm compile", "it got a compiled module"],
];
/** Held off by the gate, or no more than words, whatever the way of running. */
const heldAnyway = ["static import", "computed import", "success words on stdout"];

let found: Map<string, ProbeResult>;
const project = new TestProject();
const repository = resolve(import.meta.dirname, "../..");
/** Where the packages that it imports are found. */
const folder = mkdtempSync(join(repository, "node_modules", ".weak-operator-"));

beforeAll(async () => {
  const operator = join(folder, "operator.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "fixtures/weak-operator.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile: operator,
    logLevel: "error",
  });
  const workspace = openWorkspace({ root: project.root, env: {}, cwd: project.root });
  const { outputs } = workspace.ports;
  const team = await assembleRedTeam(
    {
      project: workspace.project,
      feeds: workspace.ports.feeds.files(),
      outputs,
      build: join(repository, "dist"),
      operator,
    },
    { isolation: "process" },
  );
  const chosen = [...losses.map(([name]) => name), ...heldAnyway];
  const probes = team.probes.filter(({ name }) => chosen.includes(name));
  const ports = { ...workspace.ports, redTeam: async () => ({ ...team, probes }) };
  const result = await redTeam({ ...workspace, ports }, {});
  found = new Map(result.probes.map((probe) => [probe.name, probe]));
});
afterAll(() => {
  project.dispose();
  rmSync(folder, { recursive: true });
});

test.each(losses)("%s is seen to get through where nothing contains it", (name, evidence) => {
  expect(found.get(name)).toMatchObject({ contained: false });
  expect(found.get(name)?.evidence).toContain(evidence);
});

test.each(heldAnyway)("%s is not blamed for what it did not get", (name) => {
  expect(found.get(name)).toMatchObject({ contained: true, stopped: true });
});
