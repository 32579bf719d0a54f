import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type RedTeamResult, redTeam } from "../../src/core/red-team.ts";
import type { Ports } from "../../src/domain/ports/ports.ts";
import type { Probe } from "../../src/domain/ports/red-team.ts";
import { redTeamText } from "../../src/report/sandbox.ts";
import { plain } from "../../src/report/style.ts";
import { openWorkspace } from "../../src/wiring.ts";
import { cleanloop, launch } from "../support/cli.ts";
import { asNobody, type Need, needs, nobody, withoutBubblewrap } from "../support/machine.ts";
import { processesWith } from "../support/processes.ts";
import { TestProject } from "../support/project.ts";
import { removeFolder } from "../support/remove-folder.ts";
import { inSoak, inThorough } from "../support/soak.ts";
import { until } from "../support/until.ts";

let project: TestProject;
let temporary: string;
beforeEach(() => {
  project = new TestProject();
  temporary = mkdtempSync(join(tmpdir(), "cleanloop-team-"));
});
afterEach(() => {
  project.dispose();
  removeFolder(temporary);
});

interface Way {
  /** As whom; by default as whoever runs the tests. */
  readonly user?: readonly string[];
  readonly through?: readonly string[];
}

const letLoose = async (args: readonly string[], { user = [], through = [] }: Way = {}) => {
  if (user.length > 0)
    execFileSync("chown", ["-R", `${nobody}:${nobody}`, project.root, temporary]);
  const before = withoutTrail(project.snapshot());
  const { exit, stdout, stderr } = await cleanloop(["sandbox", "--red-team", "--json", ...args], {
    cwd: project.root,
    env: { TMPDIR: temporary },
    through: [...through, ...user],
  });
  expect(stderr).toBe("");
  const result: RedTeamResult = JSON.parse(stdout);
  expect(withoutTrail(project.snapshot()), "the project itself").toEqual(before);
  expectOnRecord(result);
  expectNothingLeft();
  expect(result.total).toBe(result.probes.length);
  expect(result.contained).toBe(result.probes.filter(({ contained }) => contained).length);
  expect(exit).toBe(result.contained === result.total ? 0 : 1);
  return { result, lost: result.probes.filter(({ contained }) => !contained) };
};

const trailFiles = [".output/trail.jsonl", ".output/head.json"];

const withoutTrail = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !trailFiles.includes(path)));

const expectOnRecord = ({ contained, total, isolation, probes }: RedTeamResult): void => {
  const event = JSON.parse(project.read(".output/trail.jsonl"));
  expect(event).toMatchObject({ type: "sandbox", outcome: "red-team", contained, total });
  expect(event.isolation.backend).toBe(isolation.backend);
  expect(event.probes.map(({ name }: { name: string }) => name)).toEqual(
    probes.map(({ name }) => name),
  );
};

const expectNothingLeft = (): void => {
  expect(readdirSync(project.path(".output/runs")), "run folders").toEqual([]);
  expect(readdirSync(temporary), "temporary files").toEqual([]);
  expect(processesWith(temporary), "processes").toEqual([]);
};

/** How some must end, wherever they run; where memory or disk is at stake a slow machine runs out of time first. */
const endings: Readonly<Record<string, RegExp>> = {
  "endless loop": /^timeout$/,
  "endless regular expression": /^timeout$/,
  "ignores signals": /^timeout$/,
  "closes its pipes and stays": /^timeout$/,
  "heap bomb": /^(out_of_memory|timeout)$/,
  "buffer bomb": /^(out_of_memory|timeout)$/,
  "wasm memory bomb": /^(out_of_memory|timeout)$/,
  "stdout flood": /^(output_flood|timeout)$/,
  "disk fill in one file": /^(output_flood|timeout)$/,
  "inode fill": /^(output_flood|timeout)$/,
  "torn table": /^(bad_output|timeout)$/,
  "exit 0 halfway": /^(bad_output|timeout)$/,
  "folder as a table": /^(bad_output|timeout)$/,
  "bytes that are not text": /^(bad_output|timeout)$/,
  "words of running out of memory": /^(crash|timeout)$/,
  "success words on stdout": /^(crash|timeout)$/,
};

const expectEndings = ({ probes }: RedTeamResult): void => {
  for (const [name, outcome] of Object.entries(endings))
    expect({ name, outcome: probes.find((probe) => probe.name === name)?.outcome }).toEqual({
      name,
      outcome: expect.stringMatching(outcome),
    });
};

/** Each that has its own way to end, and of all others one in four. */
const isTelling = ({ name }: Probe, at: number): boolean => name in endings || at % 4 === 0;

test("hostile programs of every kind are contained by the strongest backend here", async (context) => {
  needs("namespaces")(context);
  const { TMPDIR } = process.env;
  process.env.TMPDIR = temporary;
  try {
    const before = withoutTrail(project.snapshot());
    const { ports, ...workspace } = openWorkspace({ root: project.root, env: {}, cwd: "/" });
    const chosen: Ports["redTeam"] = async (...asked) => {
      const team = await ports.redTeam(...asked);
      return { ...team, probes: team.probes.filter(isTelling) };
    };
    const result = await redTeam({ ...workspace, ports: { ...ports, redTeam: chosen } }, {});
    expect(result.isolation.backend).toMatch(/^(bwrap|unshare)$/);
    expect(result.total).toBeGreaterThan(40);
    expect(result.probes.filter(({ contained }) => !contained)).toEqual([]);
    expectEndings(result);
    expect(withoutTrail(project.snapshot()), "the project itself").toEqual(before);
    expectOnRecord(result);
    expectNothingLeft();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
});

type Case = readonly [title: string, needed: readonly Need[], way: Way, backend: string];
const usual: Case = ["the strongest backend of this machine", ["namespaces"], {}, ""];
const everywhere: readonly Case[] = [
  ["bwrap, as root", ["bubblewrap", "root"], {}, "bwrap"],
  ["unshare, as root", ["namespaces", "root"], { through: withoutBubblewrap }, "unshare"],
  ["bwrap, as an ordinary user", ["bubblewrap", "an ordinary user"], { user: asNobody }, "bwrap"],
  [
    "unshare, as an ordinary user",
    ["namespaces", "an ordinary user"],
    { user: asNobody, through: withoutBubblewrap },
    "unshare",
  ],
];
const asked = inSoak(everywhere);

test.for(asked.length > 0 ? asked : inThorough([usual]))(
  "every hostile program is contained by %s",
  async ([_title, needed, way, backend], context) => {
    needs(...needed)(context);
    const { result, lost } = await letLoose([], way);
    expect(result.isolation.backend).toContain(backend);
    expect(result.total).toBeGreaterThan(100);
    expect(lost).toEqual([]);
    expectEndings(result);
  },
);

/** Newer versions of Node hold off the first five by their own permissions. */
const outOfReachOfLimits = [
  ...["TCP", "unix socket", "abstract unix socket", "UDP", "DNS"],
  ...["kills CleanLoop", "freezes CleanLoop", "kills a bystander", "sees other processes"],
  "slows CleanLoop down",
];

test.for<readonly [string, readonly Need[], Way]>(
  inSoak([
    ["root", ["root"], {}],
    ["an ordinary user", ["an ordinary user"], { user: asNobody }],
  ]),
)(
  "without namespaces those that get through are named, and no others, as %s",
  async ([_user, needed, way], context) => {
    needs(...needed)(context);
    const { result, lost } = await letLoose(["--isolation", "process"], way);
    const names = lost.map(({ name }) => name);
    expect(names).toEqual(outOfReachOfLimits.filter((name) => names.includes(name)));
    expect(names).toEqual(expect.arrayContaining(outOfReachOfLimits.slice(5)));
    expectEndings(result);
    const text = redTeamText(result, plain).join("\n");
    expect(text).toMatch(/^ +program +contained +detected as +stopped +evidence$/m);
    expect(text).toMatch(/^ +[✓✗] +endless loop +(yes|NO) +timeout /m);
    expect(text).toMatch(/^ +✗ +kills CleanLoop +NO +no answer +no +CleanLoop was ended/m);
    expect(text).toContain(`\n${result.contained}/${result.total} contained\n`);
    expect(text).toContain("never earns more than NOTIFY");
  },
);

test("the red team is interrupted like any command, and leaves nothing", async () => {
  const { child, answer } = launch(["sandbox", "--red-team", "--json"], {
    cwd: project.root,
    env: { TMPDIR: temporary },
  });
  const runs = project.path(".output/runs");
  await until(() => existsSync(runs) && readdirSync(runs).length > 0, "the first program's turn");
  child.kill("SIGINT");
  expect((await answer).exit).toBe(130);
  expectNothingLeft();
});

test("a genome of one's own means nothing to the red team and is refused", async () => {
  const answer = await cleanloop(["sandbox", "--red-team", "--genome=other.ts"], {
    cwd: project.root,
  });
  expect(answer).toMatchObject({ exit: 2, stdout: "" });
  expect(answer.stderr).toContain("--red-team has programs of its own");
});
