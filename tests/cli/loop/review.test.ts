import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../../src/domain/digest.ts";
import { importing, rung, throwing, watched } from "../../support/loop/candidates.ts";
import { standingOf } from "../../support/loop/evidence.ts";
import { Lab } from "../../support/loop/lab.ts";
import { thoroughTest } from "../../support/soak.ts";

let lab: Lab;
let starter: string;
beforeEach(async () => {
  lab = new Lab().arena().settings({
    trust: { window: 2, promotion: [0, 0, 0] },
    tripwires: { scoreFloor: 0 },
  });
  starter = lab.genome;
  lab.script.play(1, rung(1), rung(2));
});
afterEach(() => lab.dispose());

const parked = () => lab.loop("--reviewer", "human");
const review = async (...args: string[]) => {
  const answer = await lab.run("review", ...args, "--json");
  return { ...answer, json: JSON.parse(answer.stdout) };
};

describe("without a terminal", () => {
  test("a candidate is put aside, and the next loop may start while it waits", async () => {
    const first = await parked();
    expect(first).toMatchObject({
      exit: 4,
      summary: { stopReason: "awaiting-review", pending: [{ review: "r1", sha: sha256(rung(1)) }] },
    });
    expect(await parked()).toMatchObject({
      exit: 4,
      summary: { stopReason: "awaiting-review", pending: [{ review: "r1" }, { review: "r2" }] },
    });
    expect(lab.genome).toBe(starter);
    const { stdout } = await lab.run("loop");
    expect(stdout).toContain("cleanloop review approve r1");
  });

  thoroughTest(
    "the judge's loop goes on with what is inside the envelope, and tells proposers what waits",
    async () => {
      lab.script.play(1, watched(1, "watched"), rung(2));
      const { exit, summary } = await lab.loop("--max-iterations", "9");
      expect({ exit, kept: summary.kept, stopReason: summary.stopReason }).toEqual({
        exit: 4,
        kept: 1,
        stopReason: "awaiting-review",
      });
      expect(summary.pending).toMatchObject([{ review: "r1" }]);
      expect(lab.genome).toBe(rung(2));
    },
  );

  test("what a person refused is turned away unrun, also on a later genome", async () => {
    await parked();
    await review("reject", "r1", "--reason", "not like this");
    lab.script.play(2, rung(2), rung(4, "rung 1"), rung(3));
    const { summary } = await lab.loop("--max-iterations", "3");
    expect(summary.kept).toBe(2);
    expect(lab.events("round")[2]).toMatchObject({
      decision: "rejected",
      reason: { code: "refused", detail: expect.stringContaining("rung 1") },
    });
  });

  test("it can be listed, and shown with its code, its scores and its rows", async () => {
    await parked();
    expect((await review("list")).json.pending).toMatchObject([{ review: "r1", round: 1 }]);
    const shown = await lab.run("review", "show", "r1");
    expect(shown.exit).toBe(0);
    for (const part of ["rung 1", "+", "0.591", "0.667"]) expect(shown.stdout).toContain(part);
    expect(lab.genome).toBe(starter);
  });

  test("one that fails on the feeds of today is a finding in one line, and approval refuses it", async () => {
    const entity = "entity: trim(row.customer)";
    const frail = rung(1).replace(entity, entity.replace("trim", "later"));
    const later = 'const later = (name?: string) => (name === "Later" ? "\\u0000" : trim(name));';
    lab.script.play(1, `${frail}\n${later}\n`);
    await parked();
    const feed = "data/input/finance_invoices.csv";
    const [header, row = ""] = lab.project.read(feed).split("\n");
    lab.project.write(feed, [header, row.replace(/"[^"]+"/, "Later"), ""].join("\n"));
    const { exit, json, stderr } = await review("show", "r1");
    expect({ exit, code: json.error?.code }).toEqual({ exit: 1, code: "rows-not-shown" });
    expect(stderr).toMatch(
      /^error: the rows that r1 changes cannot be shown: on these feeds its run ended with bad_output\n {2}hint: [^\n]+\n$/,
    );
    expect((await review("export", "r1", "--patch")).exit).toBe(0);
    expect(await review("approve", "r1")).toMatchObject({ exit: 1, json: { decision: "stale" } });
  });

  test("approved, exactly its bytes are the genome, and its tables are published", async () => {
    await parked();
    const { exit, json } = await review("approve", "r1");
    expect({ exit, json }).toMatchObject({
      exit: 0,
      json: { decision: "approved", rejudged: false, genome: sha256(rung(1)) },
    });
    expect(lab.genome).toBe(rung(1));
    expect(await standingOf(lab)).toMatchObject({ faults: [], tables: "the genome's" });
    expect((await review("approve", "r1")).exit).toBe(2);
  });

  test("refused, it is gone, and speaks against trust", async () => {
    await lab.loop("--max-iterations", "2");
    lab.script.play(3, rung(3), throwing("throws"), importing("imports"));
    await lab.loop("--force-review", "--reviewer", "human");
    const refused = await review("reject", "r3", "--reason", "learns by heart");
    expect(refused).toMatchObject({ exit: 0, json: { decision: "rejected" } });
    expect(lab.last("review.decided")).toMatchObject({ by: "human", reason: "learns by heart" });
    expect(lab.genome).toBe(rung(2));
    expect(await lab.loop("--max-iterations", "2")).toMatchObject({
      exit: 3,
      summary: { tripwire: "bad-streak", trust: { level: 0 } },
    });
  });

  test("what does not exist, or a refusal without a reason, is the user's mistake", async () => {
    await parked();
    expect(await review("approve", "r9")).toMatchObject({
      exit: 2,
      json: { error: { code: "no-such-review" } },
    });
    expect((await review("reject", "r1")).exit).toBe(2);
    expect((await review("list")).json.pending).toHaveLength(1);
  });
});

describe("what changed since the judgement is judged anew", () => {
  thoroughTest("another genome in force, over which the candidate is still better", async () => {
    await parked();
    lab.project.write("genome/clean_data.ts", `// by hand\n${starter}`);
    const { exit, json } = await review("approve", "r1");
    expect({ exit, json }).toMatchObject({
      exit: 0,
      json: { decision: "approved", rejudged: true },
    });
    expect(lab.last("review.decided")).toMatchObject({ parent: sha256(`// by hand\n${starter}`) });
    expect(lab.genome).toBe(rung(1));
  });

  test("another genome in force, over which it is no better: exit 1, and nothing changes", async () => {
    await parked();
    lab.project.write("genome/clean_data.ts", rung(5));
    const { exit, json } = await review("approve", "r1");
    expect({ exit, json }).toMatchObject({
      exit: 1,
      json: { decision: "stale", rejudged: true, fault: { code: "worse" } },
    });
    expect(lab.genome).toBe(rung(5));
    expect((await review("list")).json.pending).toEqual([]);
    expect((await lab.loop("--max-iterations", "1")).exit).toBe(0);
  });

  thoroughTest("another gold", async () => {
    await parked();
    const gold = lab.project.read("data/gold/expected.csv").split("\n");
    lab.project.write("data/gold/expected.csv", [gold[0], ...gold.slice(9)].join("\n"));
    const { json } = await review("approve", "r1");
    expect(json.rejudged).toBe(true);
    const refused = await lab.loop();
    expect(refused).toMatchObject({ exit: 2, summary: { error: { code: "seals-changed" } } });
  });

  test("a kept text that somebody edited is not what was judged, and is refused", async () => {
    await parked();
    lab.project.write(`.output/genomes/${sha256(rung(1))}.ts`, rung(8));
    const { exit, json } = await review("approve", "r1");
    expect({ exit, json }).toMatchObject({ exit: 2, json: { error: { code: "genome-damaged" } } });
    expect(lab.genome).toBe(starter);
  });
});
