import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RedTeamResult } from "../../src/core/red-team.ts";
import { redTeamText } from "../../src/report/red-team.ts";
import { plain } from "../../src/report/style.ts";
import { cleanloop } from "../support/cli.ts";
import { TestProject } from "../support/project.ts";

const isRoot = process.getuid?.() === 0;
type User = "root" | "an ordinary user";
const users: readonly User[] = isRoot ? ["root", "an ordinary user"] : ["an ordinary user"];

const nobody = "65534";
const become = (user: User): string[] =>
  isRoot && user !== "root"
    ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"]
    : [];

const hideBubblewrap =
  'for f in /usr/bin/bwrap /usr/local/bin/bwrap; do [ ! -e "$f" ] || mount --bind /dev/null "$f" || exit 99; done; exec "$@"';
const withoutBubblewrap = [
  ...["unshare", ...(isRoot ? [] : ["--user", "--map-root-user"])],
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

const letLoose = async (user: User, args: readonly string[], through: readonly string[] = []) => {
  const setUser = become(user);
  if (setUser.length > 0)
    execFileSync("chown", ["-R", `${nobody}:${nobody}`, project.root, temporary]);
  const before = project.snapshot();
  const { exit, stdout, stderr } = await cleanloop(["sandbox", "--red-team", "--json", ...args], {
    cwd: project.root,
    env: { TMPDIR: temporary },
    through: [...through, ...setUser],
  });
  expect(stderr).toBe("");
  const result: RedTeamResult = JSON.parse(stdout);
  expect(project.snapshot(), "the project itself").toEqual(before);
  expect(readdirSync(project.path(".output/runs")), "run folders").toEqual([]);
  expect(readdirSync(temporary), "temporary files").toEqual([]);
  expect(
    commandLines().filter((line) => line.includes(temporary)),
    "processes",
  ).toEqual([]);
  const lost = result.probes.filter(({ contained }) => !contained);
  expect(result.total).toBe(result.probes.length);
  expect(result.contained).toBe(result.total - lost.length);
  return { exit, result, lost };
};

const commandLines = (): string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return "";
      }
    });

/** Newer versions of Node hold off the first five by their own permissions. */
const outOfReachOfLimits = [
  ...["TCP", "unix socket", "abstract unix socket", "UDP", "DNS"],
  ...["kills CleanLoop", "freezes CleanLoop", "kills a bystander", "sees other processes"],
  "slows CleanLoop down",
];

describe.each(users)("as %s", (user) => {
  test.each([
    ["bwrap", []],
    ["unshare", withoutBubblewrap],
  ])("every hostile program is contained by %s", async (backend, through) => {
    const { exit, result, lost } = await letLoose(user, [], through);
    expect(result.isolation.backend).toBe(backend);
    expect(result.total).toBeGreaterThan(100);
    expect(lost).toEqual([]);
    expect(result.probes.filter(({ stopped }) => !stopped)).toEqual([]);
    expect(exit).toBe(0);
  });

  test("without namespaces those that get through are named, and no others", async () => {
    const { exit, result, lost } = await letLoose(user, ["--isolation", "process"]);
    const names = lost.map(({ name }) => name);
    expect(exit).toBe(1);
    expect(names).toEqual(outOfReachOfLimits.filter((name) => names.includes(name)));
    expect(names).toEqual(expect.arrayContaining(outOfReachOfLimits.slice(5)));
    const text = redTeamText(result, plain).join("\n");
    expect(text).toMatch(/^ +program +contained +detected as +stopped +evidence$/m);
    expect(text).toMatch(/^ +✓ +endless loop +yes +timeout +1\.\d\d s +timed out after 1 s$/m);
    expect(text).toMatch(/^ +✗ +kills CleanLoop +NO +no answer +no +CleanLoop was ended/m);
    expect(text).toContain(`\n${result.contained}/${result.total} contained\n`);
    expect(text).toContain("never earns more than NOTIFY");
  });
});

test("the red team is interrupted like any command, and leaves nothing", async () => {
  const { exit } = await cleanloop(["sandbox", "--red-team", "--json"], {
    cwd: project.root,
    env: { TMPDIR: temporary },
    through: ["timeout", "--signal=INT", "--preserve-status", "3"],
  });
  expect(exit).toBe(130);
  expect(readdirSync(temporary)).toEqual([]);
  expect(readdirSync(project.path(".output/runs"))).toEqual([]);
  expect(commandLines().filter((line) => line.includes(temporary))).toEqual([]);
});

test("a genome of one's own means nothing to the red team and is refused", async () => {
  const answer = await cleanloop(["sandbox", "--red-team", "--genome=other.ts"], {
    cwd: project.root,
  });
  expect(answer).toMatchObject({ exit: 2, stdout: "" });
  expect(answer.stderr).toContain("--red-team has programs of its own");
});
