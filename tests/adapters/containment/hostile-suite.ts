import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Backend } from "../../../src/adapters/containment/backends/backend.ts";
import { Sandbox } from "../../../src/adapters/containment/containment.ts";
import { thisNode } from "../../../src/adapters/containment/node.ts";
import type { Attack, Finding } from "./fixtures/plan.ts";
import { findingsOf, isRoot, type Setting } from "./support.ts";

/**
 * What must come of a program on each backend: outcomes that are right, `!` where the attempt must
 * have been seen. `permissions` holds instead wherever Node's own permission model is on.
 */
interface Case {
  readonly program: string;
  readonly title: string;
  readonly bwrap: string;
  readonly unshare: string;
  readonly process: string;
  readonly permissions?: string;
  readonly timeoutSeconds?: number;
}

const everywhere = (outcome: string) => ({ bwrap: outcome, unshare: outcome, process: outcome });
/** So long that only the limit in question can end the program. */
const unhurried = 30;

const cases: readonly Case[] = [
  { program: "honest", title: "an honest program", ...everywhere("ok") },
  { program: "endless-loop", title: "an endless loop", ...everywhere("timeout") },
  { program: "endless-regex", title: "an endless regular expression", ...everywhere("timeout") },
  { program: "ignores-signals", title: "a program that ignores signals", ...everywhere("timeout") },
  { program: "closes-its-pipes", title: "a program that goes silent", ...everywhere("timeout") },
  { program: "throws", title: "an uncaught error", ...everywhere("crash") },
  { program: "aborts", title: "an abort, without a core dump", ...everywhere("crash") },
  {
    program: "says-out-of-memory",
    title: "a program that only says it is out of memory",
    ...everywhere("crash"),
  },
  {
    program: "heap-bomb",
    title: "a heap that grows for ever",
    ...everywhere("out_of_memory"),
    timeoutSeconds: unhurried,
  },
  {
    program: "buffer-bomb",
    title: "buffers outside the heap that grow for ever",
    ...everywhere("out_of_memory"),
    timeoutSeconds: unhurried,
  },
  {
    program: "wasm-bomb",
    title: "WebAssembly memory that grows for ever",
    ...everywhere("out_of_memory"),
    timeoutSeconds: unhurried,
  },
  {
    program: "stdout-flood",
    title: "a flood on stdout",
    ...everywhere("output_flood"),
    timeoutSeconds: unhurried,
  },
  {
    program: "stderr-flood",
    title: "a flood on stderr",
    ...everywhere("output_flood"),
    timeoutSeconds: unhurried,
  },
  {
    program: "disk-fill",
    title: "files that fill the disk",
    ...everywhere("output_flood"),
    timeoutSeconds: unhurried,
  },
  {
    program: "one-huge-file",
    title: "one file that fills the disk",
    ...everywhere("output_flood"),
    timeoutSeconds: unhurried,
  },
  {
    program: "inode-fill",
    title: "empty files without end",
    ...everywhere("output_flood"),
    timeoutSeconds: unhurried,
  },
  { program: "huge-names", title: "file names as long as can be", ...everywhere("ok") },
  { program: "deep-folders", title: "deep folders that nobody may enter", ...everywhere("ok") },
  {
    program: "exits-halfway",
    title: "exit 0 before the tables are whole",
    ...everywhere("bad_output"),
  },
  { program: "torn-table", title: "a table that breaks off", ...everywhere("bad_output") },
  { program: "wrong-header", title: "a table with another header", ...everywhere("bad_output") },
  { program: "not-text", title: "a table that is not text", ...everywhere("bad_output") },
  {
    program: "folder-as-table",
    title: "a folder in place of a table",
    ...everywhere("bad_output"),
  },
  {
    program: "linked-table",
    title: "a link to a secret in place of a table",
    bwrap: "crash!",
    unshare: "bad_output!",
    process: "bad_output!",
    permissions: "crash",
  },
  {
    program: "hard-linked-table",
    title: "a table with a second name",
    bwrap: "crash!",
    unshare: "bad_output!",
    process: "bad_output!",
  },
  {
    program: "daemon-holds-the-pipe",
    title: "exit 0 while a daemon holds the pipe",
    bwrap: "crash!",
    unshare: "ok ok!",
    process: "timeout!",
    permissions: "crash",
  },
  {
    program: "lingering-daemon",
    title: "a silent daemon that stays behind",
    bwrap: "crash!",
    unshare: "ok!",
    process: "ok!",
    permissions: "crash",
    timeoutSeconds: unhurried,
  },
  {
    program: "fork-bomb",
    title: "a fork bomb",
    bwrap: "crash!",
    unshare: "crash! timeout!",
    process: "crash! timeout!",
    permissions: "crash",
  },
  {
    program: "thread-bomb",
    title: "a thread bomb",
    ...everywhere("timeout crash out_of_memory"),
    permissions: "crash",
  },
  {
    program: "reads-secrets",
    title: "reading secrets of project and machine",
    ...everywhere("ok"),
  },
  { program: "shows-its-environment", title: "reading the environment", ...everywhere("ok") },
  { program: "lists-descriptors", title: "looking for open descriptors", ...everywhere("ok") },
  { program: "writes-outside", title: "writing outside the output folder", ...everywhere("ok") },
  {
    program: "connects",
    title: "connecting to TCP, UDP and unix sockets",
    ...everywhere("ok"),
    bwrap: "crash!",
  },
  { program: "resolves-names", title: "asking for names", ...everywhere("ok"), bwrap: "ok crash!" },
  { program: "opens-the-debugger", title: "opening CleanLoop's debugger", ...everywhere("ok") },
  { program: "loads-an-addon", title: "loading a native addon", ...everywhere("ok") },
  {
    program: "makes-a-program",
    title: "making a program and starting it",
    ...everywhere("ok"),
    bwrap: "crash!",
    permissions: "ok",
  },
  { program: "forges-success", title: "forged results and messages", ...everywhere("bad_output") },
  { program: "plays-with-the-terminal", title: "control characters", ...everywhere("ok") },
];

const endsTheOperator: Case = {
  program: "kills-the-operator",
  title: "killing CleanLoop itself",
  ...everywhere("ok"),
};

/** The whole table on one backend, by this user and by one who may do nothing. */
export const hostileSuite = (
  backend: Backend,
  settings: readonly Omit<Setting, "backend">[],
): void => {
  const { name } = backend;
  for (const setting of settings.filter(({ user }) => user === "own" || isRoot))
    describe(`${name}, ${words(setting)}`, () => {
      const all = name === "process" ? cases : [...cases, endsTheOperator];
      let findings = new Map<string, Finding>();
      beforeAll(async () => {
        findings = await findingsOf({ backend: name, ...setting }, all.map(attack));
      }, 600_000);

      test.each(all)("$title", (one) => {
        const finding = findings.get(one.program);
        if (!finding) throw new Error(`${one.program} was not run`);
        expectContained(finding, one);
        const right = setting.nodePermissions ? (one.permissions ?? one[name]) : one[name];
        expect(right.split(" "), told(finding)).toContain(verdict(finding));
      });
    });
};

const words = ({ user, nodePermissions }: Omit<Setting, "backend">): string =>
  `${user === "own" ? "as this user" : "as an ordinary user"}, ${nodePermissions ? "with" : "without"} Node's permissions`;

const attack = ({ program, timeoutSeconds = 1 }: Case): Attack => ({ program, timeoutSeconds });

const verdict = ({ outcome, facts }: Finding): string => `${outcome}${facts.violation ? "!" : ""}`;

const told = ({ detail, printed, facts }: Finding): string =>
  `${detail} (exit ${facts.exitCode ?? facts.signal})\n${printed.slice(0, 2000)}`;

/** Busy machines are slow; this is far from waiting for ever. */
const slackMs = 4000;

const expectContained = (finding: Finding, { timeoutSeconds = 1, program }: Case): void => {
  const { backend } = finding.facts.isolation;
  const reachable =
    backend === "process" && program === "connects" && !thisNode().permissionCoversNetwork;
  expect(finding.elapsedMs).toBeLessThan(1000 * timeoutSeconds + 1000 + slackMs);
  expect(finding).toMatchObject({ alive: [], changed: [], leftBehind: [], debugger: null });
  expect([...finding.heard].sort(), "sockets it reached").toEqual(
    reachable ? ["tcp", "udp", "unix"] : [],
  );
  expect(finding.tables).toEqual(finding.outcome === "ok" ? ["master.csv"] : []);
  const gains = /THE SECRET|GOT|WRITTEN|LOADED|STARTED|CLEANLOOP_TEST_KEY|: FOUND/;
  expect(finding.printed).not.toMatch(reachable ? gains : new RegExp(`${gains.source}|CONNECTED`));
};

/** Whether this machine gives this backend at all. A checking machine must have them all. */
export const isThere = async (backend: Backend): Promise<boolean> => {
  const folder = join(import.meta.dirname, "fixtures", "hostile");
  const sandbox = new Sandbox({ folder, entry: "honest.cjs", node: thisNode() }, [backend]);
  if (process.env.CI) return true;
  try {
    await sandbox.probe({ isolation: "auto", allowProcess: false });
    return true;
  } catch {
    return false;
  }
};
