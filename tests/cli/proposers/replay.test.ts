import { cpSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import { cleanloopHere } from "../../support/cli.ts";
import { History } from "../../support/history.ts";
import { answersInTurn, better, perfect, worse } from "../../support/programs.ts";
import { TestProject } from "../../support/project.ts";
import { ProposerGround } from "../../support/proposer-ground.ts";
import { inSoak } from "../../support/soak.ts";

let ground: ProposerGround;
let recorded: TestProject;
beforeEach(() => {
  ground = new ProposerGround();
  recorded = new TestProject();
});
afterEach(() => {
  ground.dispose();
  recorded.dispose();
});

/** The shortest trail that there is to harm. */
const recordLine = (): Promise<void> => new History(recorded).start();

/** Three real rounds: kept, turned down, kept to perfection; then everything moves away. */
const recordLoop = async () => {
  const script = ground.programs.write("script.cjs", ...answersInTurn(better, worse, perfect));
  const { rounds } = await ground.loop(`command:${script}`);
  expect(rounds.map(({ decision }) => decision)).toEqual(["kept", "reverted", "kept"]);
  cpSync(ground.project.path(".output"), recorded.path(".output"), { recursive: true });
  ground.project.delete(".output");
  ground.project.write("genome/clean_data.ts", ground.project.read("genome/clean_data_starter.ts"));
  return rounds;
};

type Rounds = Awaited<ReturnType<typeof recordLoop>>;
interface Candidate {
  readonly sha: string;
  readonly origin: string;
  readonly hypothesis: string;
  readonly outcome: string;
  readonly fitness?: number;
}
/** What a replay must bring about again. */
const essence = (rounds: Rounds) =>
  rounds.map(({ decision, chosen, parent, reason, candidates }) => ({
    decision,
    chosen,
    parent,
    code: reason.code,
    candidates: candidates.map(({ sha, origin, hypothesis, outcome, fitness }: Candidate) => ({
      sha,
      origin,
      hypothesis,
      outcome,
      fitness,
    })),
  }));

describe("a real loop's trail, on a fresh copy of the project", () => {
  test.each([
    ["by the project that it belongs to", "."],
    ...inSoak([
      ["by its file", ".output/trail.jsonl"],
      ["by its folder", ".output"],
    ]),
  ])("named %s, ends with the same genome, decisions and origins", async (_title, name) => {
    const rounds = await recordLoop();
    const before = recorded.snapshot();
    const again = await ground.loop(`replay:${recorded.path(name)}`);
    expect({ exit: again.exit, stop: again.summary.stopReason }).toEqual({
      exit: 0,
      stop: "perfect",
    });
    expect(essence(again.rounds)).toEqual(essence(rounds));
    expect(ground.project.read("genome/clean_data.ts")).toBe(perfect);
    const status = await cleanloopHere(["status", "--json"], { cwd: ground.project.root });
    expect(JSON.parse(status.stdout).genome.origin).toBe("command");
    expect(recorded.snapshot(), "what was recorded").toEqual(before);
  });
});

test("a project's own trail is played to where it ended, not for ever", async () => {
  const script = ground.programs.write("script.cjs", ...answersInTurn(worse));
  await ground.loop(`command:${script}`);
  const { rounds, summary } = await ground.loop("replay:.", ["--max-iterations", "9"]);
  expect(summary.stopReason).toBe("saturated");
  expect(rounds.map(({ decision }) => decision)).toEqual(["reverted", "void"]);
  expect(rounds[1].reason.detail).toBe("every recorded candidate has been played again");
});

test.each([
  ["is missing", (path: string) => recorded.delete(path), /it does not exist/],
  [
    "was edited",
    (path: string) => recorded.write(path, worse),
    /does not hold the text it is named after/,
  ],
])(
  "a recorded text that %s costs its round, and the others are played",
  async (_title, harm, says) => {
    await recordLoop();
    harm(`.output/genomes/${sha256(better)}.ts`);
    const { exit, rounds } = await ground.loop(`replay:${recorded.root}`);
    expect(exit).toBe(0);
    expect(rounds.map(({ decision }) => decision)).toEqual(["void", "reverted", "kept"]);
    expect(rounds[0]).toMatchObject({
      reason: { code: "proposer-failed", detail: expect.stringMatching(says) },
      candidates: [],
    });
    expect(rounds[0].reason.detail).toContain(sha256(better));
    expect(ground.project.read("genome/clean_data.ts")).toBe(perfect);
  },
);

test.each([
  ["that is not there", () => "nowhere", /holds no trail\.jsonl/],
  [
    "that is a file of another kind",
    () => recorded.path("data/arena.json"),
    /holds no trail\.jsonl/,
  ],
  [
    "with an edited line",
    () => {
      const trail = recorded.read(".output/trail.jsonl");
      recorded.write(".output/trail.jsonl", trail.replace('"seed":7', '"seed":8'));
      return recorded.root;
    },
    /cannot be replayed: the evidence trail .*trail\.jsonl was damaged: line \d+/,
  ],
])("a trail %s is refused before anything begins", async (_title, trail, says) => {
  await recordLine();
  const before = ground.project.snapshot();
  const { exit, stderr } = await ground.loop(`replay:${trail()}`);
  expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringMatching(says) });
  expect(ground.project.snapshot()).toEqual(before);
});

test("hostile texts are played inside the same walls, and stay a model's", async () => {
  const hostile = [
    'import "node:fs";\nexport const clean = () => {};\n',
    "export const clean = () => { for (;;); };\n",
    "export const clean = () => { (0, eval)('1'); };\n",
  ];
  const history = new History(recorded);
  await history.start();
  const starter = recorded.read("genome/clean_data_starter.ts");
  for (const text of hostile)
    await history.round("reverted", {
      text,
      parent: starter,
      origin: "model",
      hypothesis: "\u001b[31mtrust me",
    });
  ground.project.write("cleanloop.json", '{ "limits": { "timeoutSeconds": 5 } }');
  const { rounds, stdout, summary } = await ground.loop(`replay:${recorded.root}`);
  expect(summary).toMatchObject({ stopReason: "tripwire", tripwire: "bad-streak" });
  const played = rounds.flatMap(({ candidates }) => candidates);
  expect(played.map(({ origin }) => origin)).toEqual(["model", "model", "model"]);
  expect(played.map(({ outcome }) => outcome)).toEqual(["rejected", "timeout", "crash"]);
  expect(stdout).not.toContain("\u001b");
  expect(ground.project.read("genome/clean_data.ts")).toBe(starter);
});
