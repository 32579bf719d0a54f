import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ProbeResult } from "../../src/core/red-team.ts";
import { cleanloop } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";

const isRoot = process.getuid?.() === 0;
const users = isRoot ? (["root", "an ordinary user"] as const) : (["an ordinary user"] as const);
type User = (typeof users)[number];

const asOrdinary = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
const become = (user: User): string[] => (isRoot && user !== "root" ? asOrdinary : []);

const hideBubblewrap =
  'for f in /usr/bin/bwrap /usr/local/bin/bwrap; do [ ! -e "$f" ] || mount --bind /dev/null "$f" || exit 99; done; exec "$@"';
const withoutBubblewrap = [
  "unshare",
  ...(isRoot ? [] : ["--user", "--map-root-user"]),
  ...["--mount", "sh", "-c", hideBubblewrap, "sh"],
];

let project: TestProject;
let temporary: string;
beforeEach(() => {
  project = new TestProject();
  temporary = mkdtempSync(join(tmpdir(), "cleanloop-team-"));
});
afterEach(() => {
  project.dispose();
  rmSync(temporary, { recursive: true, force: true });
});

const letLoose = async (args: readonly string[], through: readonly string[]) => {
  if (through.includes("setpriv"))
    execFileSync("chown", ["-R", "65534:65534", project.root, temporary]);
  const before = project.snapshot();
  const answer = await cleanloop(["sandbox", "--red-team", "--json", ...args], {
    cwd: project.root,
    env: { TMPDIR: temporary },
    through,
  });
  expect(answer.stderr).toBe("");
  const result = JSON.parse(answer.stdout);
  const probes: readonly ProbeResult[] = result.probes;
  const lost = probes.filter(({ contained }) => !contained);
  expect(result).toMatchObject({ total: probes.length, contained: probes.length - lost.length });
  expect(project.snapshot(), "the project itself").toEqual(before);
  expect(readdirSync(project.path(".output/runs")), "run folders").toEqual([]);
  expect(readdirSync(temporary), "temporary files").toEqual([]);
  expect(survivors(), "processes").toEqual([]);
  return { exit: answer.exit, backend: result.isolation.backend, probes, lost };
};

const survivors = (): string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/cmdline`))
    .map(commandOf)
    .filter((command) => command.includes(temporary));

const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
};

describe.each(users)("as %s", (user) => {
  test.each([
    ["bwrap", []],
    ["unshare", withoutBubblewrap],
  ])("every hostile program is contained by %s", async (wanted, through) => {
    const { exit, backend, probes, lost } = await letLoose([], [...through, ...become(user)]);
    expect(backend).toBe(wanted);
    expect(probes.length).toBeGreaterThan(40);
    expect(lost).toEqual([]);
    expect(probes.filter(({ stopped }) => !stopped)).toEqual([]);
    expect(exit).toBe(0);
  });

  test("without namespaces those that get through are named, and no others", async () => {
    const { exit, lost } = await letLoose(["--isolation", "process"], become(user));
    const names = lost.map(({ name }) => name);
    expect(exit).toBe(1);
    expect(names).toEqual(names.filter((name) => reachWithoutNamespaces.includes(name)));
    expect(names).toEqual(expect.arrayContaining(reachWithoutNamespaces.slice(-5)));
  });
});

/** Newer versions of Node hold off the first five by their own permissions. */
const reachWithoutNamespaces = [
  "TCP",
  "unix socket",
  "abstract unix socket",
  "UDP",
  "DNS",
  "kills CleanLoop",
  "freezes CleanLoop",
  "kills a bystander",
  "sees every process",
  "slows CleanLoop down",
];

test("the table answers for each program whether it is contained, detected and stopped", async () => {
  const { exit, stdout } = await cleanloop(["sandbox", "--red-team", "--isolation", "process"], {
    cwd: project.root,
  });
  expect(exit).toBe(1);
  expect(stdout).toMatch(/^ +program +contained +detected as +stopped +evidence$/m);
  expect(stdout).toMatch(/^ +✓ +endless loop +yes +timeout +1\.\d\d s +timed out after 1 s$/m);
  expect(stdout).toMatch(/^ +✗ +kills CleanLoop +NO +no answer +no +CleanLoop was ended/m);
  expect(stdout).toMatch(/^\d+\/\d+ contained$/m);
  expect(stdout).toContain("never earns more than NOTIFY");
});

test.each(["--timeout=3", "--memory=64", "--genome=other.ts"])(
  "%s means nothing to the red team and is refused",
  async (flag) => {
    const answer = await cleanloop(["sandbox", "--red-team", flag], { cwd: project.root });
    expect(answer).toMatchObject({ exit: 2, stdout: "" });
    expect(answer.stderr).toContain(`--red-team has programs and limits of its own, so --`);
  },
);
