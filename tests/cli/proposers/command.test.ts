import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { cleanloop } from "../../support/cli.ts";
import { processesLike } from "../../support/processes.ts";
import { answersInTurn, better, perfect, scriptOf, worse } from "../../support/programs.ts";
import { leavesChildren, ProposerGround, sleepers } from "../../support/proposer-ground.ts";
import { inThorough, thoroughTest } from "../../support/soak.ts";

let ground: ProposerGround;
let project: ProposerGround["project"];
let programs: ProposerGround["programs"];
beforeEach(() => {
  ground = new ProposerGround();
  ({ project, programs } = ground);
});
afterEach(() => ground.dispose());

const loop = (command: string, args: readonly string[] = []) =>
  ground.loop(`command:${command}`, args);
const once = (command: string, args: readonly string[] = []) =>
  loop(command, ["--max-iterations", "1", ...args]);

/** Nobody else on this machine sleeps for so long. */
const nap = 1_000_000 + process.pid;

const timeLimit = (timeoutSeconds: number): void =>
  project.write("cleanloop.json", JSON.stringify({ proposer: { timeoutSeconds } }));

const shipped = (name: string) =>
  JSON.parse(
    readFileSync(resolve(import.meta.dirname, `../../../dist/${name}.schema.json`), "utf8"),
  );

describe("what a program is told", () => {
  const saveRequest = [
    "const request = told();",
    'writeFileSync(__dirname + "/request.json", JSON.stringify(request));',
    'answer({ saturated: "seen enough" });',
  ];
  const requestOf = async () => {
    await once(programs.write("listen.cjs", ...saveRequest));
    return JSON.parse(readFileSync(programs.path("request.json"), "utf8"));
  };

  test("is what the schema shipped for it says, to the last field", async () => {
    const request = await requestOf();
    const schema = z.fromJSONSchema(shipped("proposer-request"));
    expect(schema.safeParse(request).error).toBeUndefined();
    expect(schema.safeParse({ ...request, more: 1 }).success).toBe(false);
    for (const field of Object.keys(request)) {
      const { [field]: _, ...less } = request;
      expect(schema.safeParse(less).success, `without ${field}`).toBe(false);
    }
  });

  test("is the genome, the feeds and the visible gold, and no row that is held out", async () => {
    const request = await requestOf();
    expect(request).toMatchObject({ protocol: "cleanloop-proposer/1", candidates: 1, round: 1 });
    expect(request.genome.text).toBe(project.read("genome/clean_data_starter.ts"));
    expect(request.inputs.map(({ name }: { name: string }) => name)).toContain(
      "finance_invoices.csv",
    );
    const { stdout } = await cleanloop(["evaluate", "--json"], { cwd: project.root });
    const known = JSON.parse(stdout).metrics.referenceRows;
    expect(request.gold).toHaveLength(request.standing.metrics.referenceRows);
    expect(request.gold.length).toBeLessThan(known);
  });
});

describe("a program that answers well", () => {
  test("repairs the genome, and its origin goes on record", async () => {
    const { exit, summary, rounds } = await loop(
      programs.write("two-steps.cjs", ...answersInTurn(better, perfect)),
    );
    expect({ exit, stop: summary.stopReason }).toEqual({ exit: 0, stop: "perfect" });
    expect(rounds.map(({ decision }) => decision)).toEqual(["kept", "kept"]);
    for (const { candidates } of rounds)
      expect(candidates).toEqual([
        expect.objectContaining({ origin: "command", hypothesis: "as told" }),
      ]);
    expect(project.read("genome/clean_data.ts")).toBe(perfect);
  });

  test("may name several candidates: the best is kept, and those not asked for are left out", async () => {
    const texts = JSON.stringify([better, perfect, worse]);
    const command = programs.write(
      "several.cjs",
      `answer({ candidates: ${texts}.map((text) => ({ text, hypothesis: "one of three" })) });`,
    );
    const { rounds, stderr } = await once(command, ["--rerank", "--candidates", "2"]);
    expect(rounds[0].candidates).toHaveLength(2);
    expect(rounds[0]).toMatchObject({ decision: "kept", chosen: rounds[0].candidates[1].sha });
    expect(stderr).toContain("left out, since not asked for: 1 candidates");
  });

  test("may say that it has nothing left to try, which ends the loop at peace", async () => {
    const { exit, summary, rounds } = await loop(
      programs.write("done.cjs", 'answer({ saturated: "every idea was tried" });'),
    );
    expect({ exit, stop: summary.stopReason }).toEqual({ exit: 0, stop: "saturated" });
    expect(rounds[0].reason).toEqual({ code: "no-candidate", detail: "every idea was tried" });
  });

  thoroughTest("need not read what it is told", async () => {
    const text = JSON.stringify(perfect);
    const { rounds } = await once(
      programs.write("deaf.cjs", `answer({ text: ${text}, hypothesis: "blind" });`),
    );
    expect(rounds[0].decision).toBe("kept");
  });

  test("may answer in pieces that split a character", async () => {
    const text = `${perfect}// ${"déjà vu 🎉 ".repeat(30_000).slice(0, 30_000)}\n`;
    const { rounds } = await once(
      programs.write(
        "slowly.cjs",
        `const bytes = Buffer.from(JSON.stringify({ text: ${JSON.stringify(text)}, hypothesis: "é" }));`,
        "let at = 0;",
        "const more = () => at < bytes.length && process.stdout.write(bytes.subarray(at, (at += 4099)), () => setTimeout(more, 1));",
        "more();",
      ),
    );
    expect(rounds[0]).toMatchObject({
      decision: "kept",
      candidates: [{ bytes: Buffer.byteLength(text) }],
    });
    expect(project.read("genome/clean_data.ts")).toBe(text);
  });

  test("is started in an empty folder each time, and leaves no file behind", async () => {
    const { rounds } = await loop(
      programs.write(
        "litter.cjs",
        'const found = readdirSync(".").join();',
        'writeFileSync("litter", "x");',
        'answer({ text: "export const clean = () => {};", hypothesis: "found: " + found });',
      ),
      ["--max-iterations", "2"],
    );
    const said = rounds.flatMap(({ candidates }) =>
      candidates.map(({ hypothesis }: { hypothesis: string }) => hypothesis),
    );
    expect(said).toEqual(["found:", "found:"]);
    expect(readdirSync(ground.temporary)).toEqual([]);
  });
});

describe("the command", () => {
  test.each<[string, string]>([
    ...inThorough<[string, string]>([["by a path inside the project", "./tools/propose.cjs"]]),
    ["as a script inside the project for a program in PATH", "node tools/propose.cjs"],
  ])("may name its program %s, which it is given a copy of", async (_title, command) => {
    project.write("tools/propose.cjs", scriptOf(...answersInTurn(perfect)));
    chmodSync(project.path("tools/propose.cjs"), 0o755);
    expect((await once(command)).rounds[0].decision).toBe("kept");
  });

  test("keeps words in quotes together, blanks and all, also such as no file can be named", async () => {
    const long = "word ".repeat(50);
    const command = `node ${programs.write("words.cjs", "answer({ saturated: JSON.stringify(process.argv.slice(2)) });")}`;
    const { rounds } = await once(`${command} 'two words' --x="a b" plain '${long}'`);
    expect(JSON.parse(rounds[0].reason.detail)).toEqual(["two words", "--x=a b", "plain", long]);
  });

  test.each([
    ["that is not there", "./nowhere.cjs", /is not there: .*nowhere\.cjs/],
    ["that is nowhere in PATH", "no-such-program --x", /is not there: no no-such-program in PATH/],
    ["that is not executable", "./plain.txt", /is not executable: .*plain\.txt \(chmod \+x/],
    ["whose quote is never closed", 'node "x', /has a quote that is never closed/],
    ["without a word", "  ", /names no program/],
  ])("%s is refused before anything begins", async (_title, command, says) => {
    project.write("plain.txt", "no program");
    const before = project.snapshot();
    const { exit, stderr } = await once(command);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringMatching(says) });
    expect(project.snapshot()).toEqual(before);
    expect(readdirSync(ground.temporary)).toEqual([]);
  });
});

describe("an answer of no use is told plainly and voids the round:", () => {
  type Failure = [title: string, body: string, says: string | RegExp];
  const moreFailures: Failure[] = [
    ["nothing", "", "its answer is of no use: it printed nothing"],
    [
      "a candidate without a hypothesis",
      'answer({ text: "x", hypothesis: " " });',
      /^its answer is of no use: neither/,
    ],
    ["no candidates", "answer({ candidates: [] });", /^its answer is of no use: neither/],
    ["an exit code", "process.exitCode = 3; answer({});", "it exited with 3"],
  ];
  const failures: Failure[] = [
    [
      "prose",
      'console.log("Here is your\\u001b[31m code:");',
      "no JSON, but Here is your\\u{1b}[31m code:",
    ],
    [
      "JSON of another shape",
      'answer({ code: "x" });',
      /neither {"text", "hypothesis"} nor .*, but {"code":"x"}/,
    ],
    [
      "far too much",
      'for (let n = 0; n < 80; n++) process.stdout.write("x".repeat(65536));',
      "it printed more than 4 MB",
    ],
    ["a kill", 'process.kill(process.pid, "SIGKILL");', /SIGKILL/],
    ["an error of its own", 'throw new Error("no model today");', "it exited with 1"],
  ];
  test.each([...failures, ...inThorough(moreFailures)])("%s", async (_title, body, says) => {
    const { exit, rounds, summary, stderr } = await once(programs.write("bad.cjs", body));
    expect({ exit, stop: summary.stopReason }).toEqual({ exit: 0, stop: "max-iterations" });
    const { decision, reason, candidates, unanswered } = rounds[0];
    expect({ decision, code: reason.code, candidates }).toEqual({
      decision: "void",
      code: "proposer-failed",
      candidates: [],
    });
    if (typeof says === "string") expect(reason.detail).toContain(says);
    else expect(reason.detail).toMatch(says);
    expect(unanswered).toEqual([expect.objectContaining({ detail: reason.detail })]);
    if (body.startsWith("throw")) expect(stderr).toContain("no model today");
  });

  test("none in time, and nothing of the program is left", async () => {
    timeLimit(1);
    const { rounds } = await once(
      programs.write("sleeps.cjs", 'spawn("sleep", ["600"]);', "setInterval(() => {}, 1000);"),
    );
    expect(rounds[0].reason).toEqual({
      code: "proposer-failed",
      detail: "it gave no answer within 1 s",
    });
    const own = (line: string) => line.includes(programs.folder) || line.includes(ground.temporary);
    expect(processesLike(own)).toEqual([]);
  });
});

test("a text beyond the size limit is turned down at the gate, with its size", async () => {
  const { rounds } = await once(
    programs.write(
      "verbose.cjs",
      `answer({ text: ${JSON.stringify(perfect)} + "// x\\n".repeat(20000), hypothesis: "all in" });`,
    ),
  );
  expect(rounds[0]).toMatchObject({ decision: "rejected", reason: { code: "size" } });
  expect(rounds[0].reason.detail).toMatch(/has \d+ bytes; at most 65536 are allowed/);
});

test("what a program writes to stderr is shown, control characters made visible, bounded", async () => {
  const { stderr } = await once(
    programs.write(
      "chatty.cjs",
      'console.error("\\u001b[2Jasking the model\\u202e");',
      'for (let n = 0; n < 50; n++) console.error("line", n);',
      'answer({ saturated: "done" });',
    ),
  );
  expect(stderr).toContain('chatty.cjs": \\u{1b}[2Jasking the model\\u{202e}');
  expect(stderr).toContain("… 31 more lines");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the very characters that must not come through
  expect(stderr).not.toMatch(/[\u001b\u202e]/);
});

test.each<[string, boolean]>([
  ...inThorough<[string, boolean]>([["in its group", false]]),
  ["in a session of their own", true],
])(
  "children that a program leaves behind %s are not waited for, and end",
  async (_title, detached) => {
    timeLimit(20);
    const { rounds } = await once(
      programs.write("parent.cjs", ...leavesChildren(perfect, nap, detached)),
    );
    expect(rounds[0].decision).toBe("kept");
    expect(sleepers(nap)).toEqual([]);
  },
);
