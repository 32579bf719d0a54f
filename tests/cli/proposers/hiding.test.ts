import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EventDraft } from "../../../src/domain/events.ts";
import { decide, evolveTrust, initialTrust } from "../../../src/policy/trust/index.ts";
import type { Call } from "../../support/cli.ts";
import { History } from "../../support/history.ts";
import {
  asNobody,
  type Need,
  needs,
  nobody,
  withoutBubblewrap,
  withoutNamespaces,
} from "../../support/machine.ts";
import { answersInTurn, perfect } from "../../support/programs.ts";
import { leavesChildren, ProposerGround, sleepers } from "../../support/proposer-ground.ts";
import { inThorough } from "../../support/soak.ts";

let ground: ProposerGround;
let project: ProposerGround["project"];
let programs: ProposerGround["programs"];
beforeEach(() => {
  ground = new ProposerGround();
  ({ project, programs } = ground);
});
afterEach(() => ground.dispose());

const once = (command: string, args: readonly string[] = [], call: Call = {}) =>
  ground.loop(`command:${command}`, ["--max-iterations", "1", ...args], call);

const nothingHides = withoutNamespaces("user", "mnt", "pid");

/** Looks for the project in every way that an ordinary program has, and in some that it has not. */
const looksForTheProject = (root: string): string[] => [
  `const root = ${JSON.stringify(root)};`,
  'const sh = (line) => spawnSync("sh", ["-c", line, "sh", root], { encoding: "utf8" }).stdout.trim();',
  "const found = {",
  "  plainly: sh('ls -A \"$1\"'),",
  '  uncovered: sh(\'umount "$1"; umount -l "$1"; ls -A "$1"\'),',
  '  deeper: sh(\'unshare --user --map-root-user --mount sh -c "umount $1; ls -A $1" sh "$1"\'),',
  '  through: sh(\'for p in /proc/[0-9]*; do ls -A "$p/root$1"; ls -A "$p/cwd/data"; done\'),',
  "};",
  "const seen = Object.entries(found).filter(([, names]) => names !== '');",
  'answer({ saturated: seen.length === 0 ? "nothing" : JSON.stringify(seen) });',
];

describe("the project is hidden from the program", () => {
  type Case = [string, Need[], readonly string[], readonly string[]];
  test.for<Case>([
    ["from an ordinary user, by bubblewrap", ["an ordinary user", "bubblewrap"], [], asNobody],
    ...inThorough<Case>([
      ["from root, by bubblewrap", ["root", "bubblewrap"], [], []],
      ["from root, by util-linux alone", ["root", "namespaces"], withoutBubblewrap, []],
    ]),
    [
      "from an ordinary user, by util-linux alone",
      ["an ordinary user", "namespaces"],
      withoutBubblewrap,
      asNobody,
    ],
  ])("%s", async ([_title, needed, machine, user], test) => {
    needs(...needed)(test);
    const command = programs.write("spy.cjs", ...looksForTheProject(project.root));
    if (user.length > 0)
      execFileSync("chown", ["-R", `${nobody}:${nobody}`, project.root, ground.temporary]);
    const { rounds, stderr } = await once(command, [], { through: [...machine, ...user] });
    expect({ found: rounds[0].reason.detail, stderr }).toEqual({ found: "nothing", stderr: "" });
    expect(rounds[0].trust.caps).toEqual([]);
  });

  test("and a look for it is a real one: where nothing hides it, it is found", async (test) => {
    needs("namespaces")(test);
    const command = programs.write("spy.cjs", ...looksForTheProject(project.root));
    const { rounds } = await once(command, ["--isolation", "process"], {
      through: nothingHides,
    });
    expect(rounds[0].reason.detail).toContain("genome");
  });
});

describe("where the project cannot be hidden", () => {
  beforeEach(needs("namespaces"));

  /** Ten good rounds: enough for AUTONOMOUS, with the starter in force at last. */
  const earnAutonomy = async (): Promise<void> => {
    const history = new History(project);
    await history.start();
    const starter = project.read("genome/clean_data_starter.ts");
    for (let round = 1; round <= 10; round++) {
      const text = round === 10 ? starter : `export const clean = () => {}; // ${round}\n`;
      await history.round("kept", {
        text,
        parent: starter,
        figures: { fitness: 0.97, holdoutFitness: 0.9 },
      });
      const events: EventDraft[] = project
        .read(".output/trail.jsonl")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      const change = decide(events.reduce(evolveTrust, initialTrust));
      if (change) await history.record(change);
    }
  };
  const repair = (): string =>
    programs.write("repair.cjs", ...answersInTurn(...Array.from({ length: 11 }, () => perfect)));

  test("one loud line says so, and trust is capped at NOTIFY", async () => {
    await earnAutonomy();
    const { rounds, stderr } = await once(repair(), ["--isolation", "process"], {
      through: nothingHides,
    });
    expect(stderr).toMatch(
      /^no namespaces here, so .*repair\.cjs" can see the project, its gold too; trust is capped at NOTIFY$/m,
    );
    expect(rounds[0].trust).toMatchObject({ level: 2, mode: "NOTIFY" });
    expect(rounds[0].trust.caps).toContainEqual(
      expect.objectContaining({ code: "proposer-not-hidden" }),
    );
    expect(rounds[0]).toMatchObject({ decision: "kept", by: "trust" });
  });

  test("and where it can, the same evidence keeps its full worth", async () => {
    await earnAutonomy();
    const { rounds, stderr } = await once(repair());
    expect(rounds[0].trust).toEqual({ level: 2, mode: "AUTO", caps: [] });
    expect(stderr).toBe("");
  });

  test("its texts do not run at all unless the operator says --isolation process", async () => {
    const { exit, stderr } = await once(repair(), [], { through: nothingHides });
    expect({ exit, stderr }).toEqual({
      exit: 5,
      stderr: expect.stringContaining("for the texts of command:"),
    });
  });

  test("children in a session of their own are not waited for either", async () => {
    project.write("cleanloop.json", JSON.stringify({ proposer: { timeoutSeconds: 20 } }));
    const nap = 2_000_000 + process.pid; // nobody else on this machine sleeps for so long
    const { rounds } = await once(
      programs.write("parent.cjs", ...leavesChildren(perfect, nap, true)),
      ["--isolation", "process"],
      { through: nothingHides },
    );
    for (const pid of sleepers(nap)) process.kill(pid);
    expect(rounds[0].decision).toBe("kept");
  });
});
