import { appendFileSync, mkdirSync, renameSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { noBetter, rung } from "../../support/loop/candidates.ts";
import { Lab, type Looped, looped } from "../../support/loop/lab.ts";
import { inSoak, inThorough } from "../../support/soak.ts";

let lab: Lab;
beforeEach(() => {
  lab = new Lab().arena().settings({ tripwires: { scoreFloor: 0 } });
});
afterEach(() => lab.dispose());

const trail = ".output/trail.jsonl";
const lines = (): string[] => lab.project.read(trail).split(/(?<=\n)/);
const writeLines = (changed: readonly string[]): void => lab.project.write(trail, changed.join(""));
const edit = (path: string, from: string | RegExp, to: string): void =>
  lab.project.write(path, lab.project.read(path).replace(from, to));

/** Two rounds, the second held: then somebody is at work, and the proposer answers. */
const whileLooping = async (tamper: () => void): Promise<Looped> => {
  lab.script.play(1, rung(1), rung(2), rung(3)).holdAt(2);
  const { answer } = lab.start("--max-iterations", "3");
  await lab.script.asked(2);
  tamper();
  lab.script.letGo(2);
  return looped(await answer);
};

describe("during a loop, what nobody may change is found before anything is decided", () => {
  const gold = "data/gold/expected.csv";
  const starter = "genome/clean_data_starter.ts";
  const feed = "data/input/finance_invoices.csv";
  type Tamper = [string, () => void, string];
  const cases: Tamper[] = [
    ["the genome, edited", () => edit("genome/clean_data.ts", /^/, "// mine\n"), "genome"],
    ["the arena, deleted", () => lab.project.delete("data/arena.json"), "seals"],
    ...inThorough<Tamper>([
      ["the gold, edited", () => edit(gold, /\n$/, "\n2024-01-01,A,EUR,1,paid\n"), "gold"],
    ]),
    ["a feed, edited", () => edit(feed, "INV", "INX"), "inputs"],
  ];
  const more: typeof cases = [
    [
      "the genome, a folder now",
      () => {
        lab.project.delete("genome/clean_data.ts");
        mkdirSync(lab.project.path("genome/clean_data.ts"));
      },
      "genome",
    ],
    ["the gold, deleted", () => lab.project.delete(gold), "seals"],
    ["the arena, edited", () => edit("data/arena.json", '"holdout":0.2', '"holdout":0.1'), "arena"],
    ["the starter, edited", () => edit(starter, /^/, "// x\n"), "starter"],
    ["the genome, deleted", () => lab.project.delete("genome/clean_data.ts"), "genome"],
    ["the starter, deleted", () => lab.project.delete(starter), "seals"],
    ["a feed, deleted", () => lab.project.delete(feed), "inputs"],
    ["a feed, added", () => lab.project.write("data/input/more.csv", "a,b\n1,2\n"), "inputs"],
    [
      "the whole data folder, moved away",
      () => renameSync(lab.project.path("data"), lab.project.path("atad")),
      "seals",
    ],
  ];
  test.each([...cases, ...inSoak(more)])("%s", async (_title, tamper, what) => {
    let left: Record<string, string> = {};
    const { exit, summary, stderr } = await whileLooping(() => {
      tamper();
      left = lab.project.snapshot("genome");
    });
    expect({ exit, stderr, summary }).toMatchObject({
      exit: 3,
      stderr: "",
      summary: { stopReason: "tripwire", tripwire: "integrity", kept: 1, trust: { level: 0 } },
    });
    expect(lab.last("round")).toMatchObject({ decision: "void", reason: { code: "integrity" } });
    expect(lab.last("tripwire")).toMatchObject({
      name: "integrity",
      changed: [{ what: expect.stringContaining(what) }],
    });
    expect(lab.project.snapshot("genome")).toEqual(left);
  });
});

describe("during a loop, a trail that is tampered with is left as it is, and the loop ends", () => {
  const last = (): string => lines().at(-1) ?? "";
  type Tamper = [string, () => void];
  const cases: Tamper[] = [
    ["the last line edited", () => writeLines(lines().with(-1, last().replace("a", "b")))],
    ...inThorough<Tamper>([["the last line dropped", () => writeLines(lines().slice(0, -1))]]),
    ["its head ahead", () => edit(".output/head.json", /"seq":\d+/, '"seq":99')],
  ];
  const more: typeof cases = [
    ["a foreign line", () => appendFileSync(lab.project.path(trail), '{"hello":"world"}\n')],
    ["deleted", () => lab.project.delete(trail)],
    ["the last line doubled", () => writeLines([...lines(), last()])],
    ["the first two lines swapped", () => writeLines(lines().slice(0, 2).reverse())],
    ["emptied", () => lab.project.write(trail, "")],
    ["its head of another hash", () => edit(".output/head.json", /"hash":"..../, '"hash":"0000')],
    ["its head deleted", () => lab.project.delete(".output/head.json")],
  ];
  test.each([...cases, ...inSoak(more)])("%s", async (_title, tamper) => {
    let left: Record<string, string> = {};
    const evidence = () => {
      const { [trail]: text = "", ".output/head.json": head = "" } =
        lab.project.snapshot(".output");
      return { text, head, genome: lab.genome };
    };
    const { exit, summary } = await whileLooping(() => {
      tamper();
      left = evidence();
    });
    expect({ exit, summary }).toMatchObject({
      exit: 3,
      summary: {
        stopReason: "tripwire",
        tripwire: "integrity",
        unrecorded: expect.stringMatching(/damaged/),
      },
    });
    expect(evidence()).toEqual(left);
    expect(lab.genome).toBe(rung(1));
    const verified = await lab.run("verify");
    expect(verified.exit).toBe(1);
  });

  test("an old line: this loop goes on, and verify names it", async () => {
    const { exit } = await whileLooping(() =>
      writeLines(lines().with(0, (lines()[0] ?? "").replace('"seed":1', '"seed":2'))),
    );
    expect(exit).toBe(0);
    const verified = await lab.run("verify");
    expect(verified).toMatchObject({ exit: 1, stdout: expect.stringMatching(/line 1 /) });
  });
});

describe("between loops", () => {
  beforeEach(async () => {
    lab.settings({ trust: { window: 2, promotion: [0, 0, 0] }, tripwires: { scoreFloor: 0 } });
    lab.script.play(1, rung(1), rung(2), noBetter("none"), noBetter("none either"));
    expect((await lab.loop("--max-iterations", "2")).summary.trust.level).toBe(1);
  });

  test.each<[string, string, string]>([
    ["the gold", "data/gold/expected.csv", "gold"],
    ...inThorough<[string, string, string]>([
      ["the arena", "data/arena.json", "arena"],
      ["the starter", "genome/clean_data_starter.ts", "starter"],
    ]),
  ])(
    "%s changed: no loop until the change is accepted, and then at SUPERVISED",
    async (_t, path, seal) => {
      lab.project.write(path, `${lab.project.read(path)}\n`);
      expect((await lab.run("verify")).exit).toBe(1);
      const refused = await lab.loop();
      expect(refused).toMatchObject({ exit: 2, summary: { error: { code: "seals-changed" } } });
      expect(refused.summary.error.message).toContain(seal);
      const accepted = await lab.loop("--accept-changes", "--max-iterations", "1");
      expect(accepted).toMatchObject({ exit: 0, summary: { trust: { level: 0 } } });
      const { seals, sealsBefore } = lab.last("run.started") ?? {};
      expect(seals).not.toEqual(sealsBefore);
      expect(lab.last("trust.changed")).toMatchObject({ to: 0, cause: "changes-accepted" });
      expect((await lab.run("verify")).exit).toBe(0);
      expect((await lab.loop("--max-iterations", "1")).exit).toBe(0);
    },
  );

  test("a genome that a person edited is adopted, and trust looks at it afresh", async () => {
    const mine = `// mine\n${lab.genome}`;
    lab.project.write("genome/clean_data.ts", mine);
    expect(await lab.loop("--max-iterations", "1")).toMatchObject({ exit: 0 });
    expect(lab.last("adopted")).toMatchObject({ origin: "person" });
    expect(lab.last("run.started")).toMatchObject({ genome: { origin: "person" } });
    expect(lab.genome).toBe(mine);
  });
});
