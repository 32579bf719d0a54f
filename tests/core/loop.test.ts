import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LoopRequest, Onlooker } from "../../src/core/loop/running-loop.ts";
import { pendingReviews, rejectReview } from "../../src/core/review/review.ts";
import { sha256 } from "../../src/domain/digest.ts";
import type { TrailEvent } from "../../src/domain/events.ts";
import type { Notification } from "../../src/domain/ports/control.ts";
import type { Ports } from "../../src/domain/ports/ports.ts";
import type { ComingRuns, Containment } from "../../src/domain/ports/running.ts";
import type { Assignment, Proposal, Proposer } from "../../src/domain/proposing.ts";
import type { ContainedRun } from "../../src/domain/run.ts";
import { openProject } from "../../src/index.ts";
import { loopInProcess } from "../support/loop/in-process.ts";
import { TestProject } from "../support/project.ts";
import { thoroughTest } from "../support/soak.ts";

let project: TestProject;
let events: TrailEvent[];
beforeEach(() => {
  project = new TestProject();
  events = [];
});
afterEach(() => project.dispose());

const starter = (): string => project.read("genome/clean_data_starter.ts");
const categoryLine = "category: lowerCase(trim(row.status))";
const currencyLine = "currency: upperCase(trim(row.currency))";
const worse = (): string => starter().replace(categoryLine, 'category: "none"');
const worst = (): string => worse().replace(currencyLine, 'currency: "none"');
const commented = (text: string, lines: number): string =>
  `${text}${"// a line more\n".repeat(lines)}`;

const proposal = (text: string, claim: Partial<Proposal> = {}): Proposal => ({
  text,
  hypothesis: "told by a test",
  rules: [],
  predictedFitness: null,
  origin: "search",
  proposer: "script",
  model: null,
  tokens: { input: 0, output: 0 },
  costUsd: null,
  proposeMs: 0,
  ...claim,
});

/** Answers with one list of texts a round, then has no more. */
const scripted = (...rounds: readonly (readonly string[])[]): Proposer => {
  const left = [...rounds];
  return {
    name: "script",
    notHidden: null,
    origin: "search",
    propose: async () => {
      const texts = left.shift();
      return {
        proposals: (texts ?? []).map((text) => proposal(text)),
        unanswered: [],
        problem: null,
        saturated: texts ? null : { reason: "the script is over", unexplained: [] },
      };
    },
    close: async () => {},
  };
};

const play = async (
  proposer: Proposer,
  {
    request = {},
    ports = {},
    ask = null,
  }: {
    request?: Partial<LoopRequest>;
    ports?: Partial<Ports>;
    ask?: Onlooker["ask"];
  } = {},
) => {
  return loopInProcess(openProject(project.root), {
    request,
    ports: { openProposer: async () => proposer, ...ports },
    onlooker: { event: (event) => events.push(event), ask },
  });
};

const rounds = () => events.flatMap((event) => (event.type === "round" ? [event] : []));

/** The real containment, but for runs of which the test says otherwise. */
const containmentWith = (
  change: (run: ContainedRun, program: string, time: number) => ContainedRun,
): { containment: Containment } => {
  const { containment } = openProject(project.root).ports;
  const times = new Map<string, number>();
  return {
    containment: {
      missing: () => containment.missing(),
      standBy: (runs, options) => containment.standBy(runs, options),
      run: async (job, options) => {
        const time = (times.get(job.program) ?? 0) + 1;
        times.set(job.program, time);
        return change(await containment.run(job, options), job.program, time);
      },
    },
  };
};

const notStarted = ({ facts }: ContainedRun): ContainedRun => ({
  outcome: "not_started",
  facts,
  detail: "the sandbox could not be set up: no process to be had",
});

describe("several candidates a round", () => {
  it("keeps none that the vetoes were not asked about", async () => {
    project.write("genome/clean_data.ts", worse());
    await play(scripted([commented(starter(), 3), commented(starter(), 1)]));
    const [round] = rounds();
    const kept = round?.candidates.find(({ sha }) => sha === round.chosen);
    expect(round?.decision).toBe("kept");
    expect(kept).toMatchObject({ vetoes: [{ passed: true }, { passed: true }, { passed: true }] });
  });
});

it("keeps as many sandboxes ready as runs are likely to come, and none after its last round", async () => {
  project.write("genome/clean_data.ts", worse());
  const { containment } = openProject(project.root).ports;
  const expected: ComingRuns[] = [];
  let closed = 0;
  const standBy: Containment["standBy"] = async (runs, options) => {
    const standby = await containment.standBy(runs, options);
    return {
      expect: (coming) => {
        expected.push(coming);
        standby.expect(coming);
      },
      walled: standby.walled,
      close: async () => {
        closed++;
        await standby.close();
      },
    };
  };
  await play(scripted([commented(worse(), 1)], [commented(worse(), 2)]), {
    request: { maxIterations: 2 },
    ports: { containment: { ...containment, standBy } },
  });
  // Before each answer and after it: each candidate is run once more, and once on shuffled rows.
  const round = { onFeeds: 2, onOthers: 1 };
  expect([expected, closed]).toEqual([Array(4).fill(round), 1]);
});

describe("a run that could not be started", () => {
  it("ends a loop that then knows nothing of the genome in force, and nothing is kept", async () => {
    project.write("genome/clean_data.ts", worse());
    const answer = play(scripted([worst()]), { ports: containmentWith(notStarted) });
    await expect(answer).rejects.toMatchObject({ code: "not-started", exit: 5 });
    expect(project.read("genome/clean_data.ts")).toBe(worse());
    expect(Object.keys(project.snapshot(".output/runs"))).toEqual([]);
    expect(rounds()).toEqual([]);
  });

  it("makes a round void when it was a veto's, which says nothing of the candidate", async () => {
    project.write("genome/clean_data.ts", worse());
    const ports = containmentWith((run, program, time) =>
      program.includes("a line more") && time > 1 ? notStarted(run) : run,
    );
    await play(scripted([`${starter()}export const note = "a line more";\n`]), { ports });
    expect(rounds()[0]).toMatchObject({ decision: "void", reason: { code: "not-started" } });
  });
});

describe("a candidate that tries something forbidden only when it is run again", () => {
  it("is not kept, and stops the loop", async () => {
    project.write("genome/clean_data.ts", worse());
    const ports = containmentWith((run, program, time) =>
      program.includes("a line more") && time > 1
        ? { ...run, facts: { ...run.facts, violation: true } }
        : run,
    );
    const text = `${starter()}export const note = "a line more";\n`;
    const result = await play(scripted([text]), { ports });
    expect(rounds()[0]).toMatchObject({
      decision: "reverted",
      reason: { code: "not-contained" },
      candidates: [{ violation: true }],
    });
    expect(result).toMatchObject({ stopReason: "tripwire", tripwire: "violation" });
  });
});

describe("notify mode", () => {
  it("tells of every round, also of one that waits for a person or brings nothing", async () => {
    project.write("genome/clean_data.ts", worst().replace("trim(row.customer)", '"none"'));
    const rules = { window: 2, promotion: [0, 0, 0] };
    const settings = { trust: rules, tripwires: { scoreFloor: 0 }, envelope: { changedLines: 8 } };
    project.write("cleanloop.json", JSON.stringify(settings));
    const told: Notification[] = [];
    const notifier: Ports["notifier"] = {
      send: async (notification) => {
        told.push(notification);
        return [];
      },
    };
    const steps = [[worst()], [worse()], [], [commented(starter(), 9)]];
    const result = await play(scripted(...steps), { ports: { notifier } });
    expect(result.trust.name).toBe("MONITORED");
    expect(told.map(({ round, decision, by }) => [round, decision, by])).toEqual([
      [1, "kept", "judge"],
      [2, "kept", "judge"],
      [3, "void", null],
      [4, "pending", null],
      [5, "void", null],
    ]);
    expect(told.map(({ genome }) => genome)).toEqual(rounds().map(({ chosen }) => chosen));
    expect(told.map(({ head }) => head)).toEqual(rounds().map(({ hash }) => hash));
  });
});

describe("a person who approves after something sealed was changed", () => {
  it("commits nothing, and the loop stops for integrity", async () => {
    project.write("genome/clean_data.ts", worse());
    const ask = async () => {
      project.write("data/gold/expected.csv", `${project.read("data/gold/expected.csv")}\n`);
      project.write("data/arena.json", `${project.read("data/arena.json")}\n`);
      return { say: "approve" } as const;
    };
    const result = await play(scripted([starter()]), { request: { reviewer: "human" }, ask });
    expect(result).toMatchObject({ stopReason: "tripwire", tripwire: "integrity", kept: 0 });
    expect(events.some(({ type }) => type === "review.decided")).toBe(false);
    expect(project.read("genome/clean_data.ts")).toBe(worse());
  });
});

/** Proposes one candidate a round, and notes what it was told before each. */
const telling = (told: Assignment[], ...proposals: readonly Proposal[]): Proposer => ({
  ...scripted(),
  propose: async (assignment) => {
    told.push(assignment);
    const next = proposals[told.length - 1];
    return {
      proposals: next ? [next] : [],
      unanswered: [],
      problem: null,
      saturated: next ? null : { reason: "the script is over", unexplained: [] },
    };
  },
});

const decisions = () => rounds().map(({ decision }) => decision);

describe("a candidate outside the envelope", () => {
  beforeEach(() => {
    project.write("genome/clean_data.ts", worst());
    project.write("cleanloop.json", JSON.stringify({ envelope: { changedLines: 8 } }));
  });

  it("waits for a person while the judge's loop goes on with what is inside", async () => {
    const told: Assignment[] = [];
    const proposer = telling(told, proposal(commented(worse(), 9)), proposal(worse()));
    const result = await play(proposer);
    expect(decisions()).toEqual(["pending", "kept", "void"]);
    expect(result).toMatchObject({ stopReason: "awaiting-review", kept: 1, tripwire: null });
    expect(result.pending).toMatchObject([{ review: "r1" }]);
    expect(told.map(({ parked }) => parked.length)).toEqual([0, 1, 1]);
    expect(told[1]?.parked[0]).toEqual({
      sha: sha256(commented(worse(), 9)),
      parent: sha256(worst()),
      hypothesis: "told by a test",
      rules: [],
    });
  });

  it("ends a loop of which a person is the reviewer and nobody sits at a terminal", async () => {
    const result = await play(scripted([worse()], [starter()]), { request: { reviewer: "human" } });
    expect(decisions()).toEqual(["pending"]);
    expect(result.stopReason).toBe("awaiting-review");
  });

  it("ends the loop where one more would be too many, and is not parked", async () => {
    project.write(
      "cleanloop.json",
      JSON.stringify({ envelope: { changedLines: 8 }, review: { mostPending: 2 } }),
    );
    const result = await play(
      scripted(...[9, 10, 11, 12].map((lines) => [commented(worse(), lines)])),
    );
    expect(decisions()).toEqual(["pending", "pending", "void"]);
    expect(rounds()[2]).toMatchObject({ reason: { code: "too-many-pending" } });
    expect(result.stopReason).toBe("awaiting-review");
    expect(result.pending.map(({ review }) => review)).toEqual(["r1", "r2"]);
  });

  thoroughTest("does not keep the next loop from starting", async () => {
    await play(scripted([commented(worse(), 9)]));
    const next = await play(scripted([worse()]));
    expect(next).toMatchObject({ stopReason: "awaiting-review", kept: 1 });
    expect(next.pending).toHaveLength(1);
  });

  it("is turned away when it is proposed again on the same genome", async () => {
    await play(scripted([commented(worse(), 9)], [commented(worse(), 9)]));
    expect(decisions()).toEqual(["pending", "rejected", "void"]);
    expect(rounds()[1]).toMatchObject({ reason: { code: "duplicate" } });
  });
});

describe("what a person refused", () => {
  const rule = "currency: copy it from its column";
  const refuse = async () => {
    project.write("genome/clean_data.ts", worst());
    const first = telling([], proposal(worse(), { rules: [rule] }));
    await play(first, { request: { reviewer: "human" } });
    const [{ review = "" } = {}] = await pendingReviews(openProject(project.root));
    await rejectReview(openProject(project.root), review, "not like this");
    events.length = 0;
  };

  it("is not run again inside a larger step, and proposers are told of it", async () => {
    await refuse();
    const told: Assignment[] = [];
    const larger = proposal(starter(), { rules: ["category: lower case", rule] });
    await play(telling(told, larger, proposal(starter(), { rules: ["another"] })));
    expect(told[0]?.refusedRules).toEqual([rule]);
    expect(rounds()[0]).toMatchObject({
      decision: "rejected",
      reason: { code: "refused", detail: expect.stringContaining(rule) },
      candidates: [{ rules: ["category: lower case", rule] }],
    });
    expect(decisions()).toEqual(["rejected", "kept", "void"]);
  });

  thoroughTest("is not proposed by its text either, on whatever genome", async () => {
    await refuse();
    project.write("genome/clean_data.ts", `// by hand\n${worst()}`);
    await play(scripted([worse()]));
    expect(rounds()[0]).toMatchObject({ decision: "rejected", reason: { code: "refused" } });
  });

  it("may be right under another gold", async () => {
    await refuse();
    const gold = project.read("data/gold/expected.csv").trimEnd().split("\n");
    project.write("data/gold/expected.csv", `${gold.slice(0, -1).join("\n")}\n`);
    const told: Assignment[] = [];
    const again = proposal(worse(), { rules: [rule] });
    await play(telling(told, again), { request: { acceptChanges: true } });
    expect(told[0]?.refusedRules).toEqual([]);
    expect(rounds()[0]?.decision).toBe("kept");
  });
});

it("what a proposer expected stands on record beside what the judge measured", async () => {
  project.write("genome/clean_data.ts", worse());
  await play(telling([], proposal(starter(), { predictedFitness: 0.5 })));
  const candidate = rounds()[0]?.candidates[0];
  if (candidate?.outcome !== "ok") throw new Error("the starter runs");
  expect(candidate.predictedFitness).toBe(0.5);
  expect(candidate.predictionError).toBeCloseTo(0.5 - candidate.fitness, 9);
});

it("a loop with nothing left to try says at which fitness, and what it cannot explain", async () => {
  const unexplained = [
    { column: "value", rows: 3, example: { before: "n/a", wanted: "12" }, settle: "one row more" },
  ];
  const proposer: Proposer = {
    ...scripted(),
    propose: async () => ({
      proposals: [],
      unanswered: [],
      problem: null,
      saturated: { reason: "all is tried", unexplained },
    }),
  };
  const result = await play(proposer);
  expect(result.saturated).toEqual({
    fitness: result.fitnessAfter,
    reason: "all is tried",
    unexplained,
  });
});

it("a table of answers by invoice is counted as memorised, whatever words it has", async () => {
  project.write("genome/clean_data.ts", worse());
  const ids = project
    .read("data/input/finance_invoices.csv")
    .split("\n")
    .slice(1, 9)
    .map((line) => line.split(",")[0] ?? "");
  const table = JSON.stringify(Object.fromEntries(ids.map((id) => [id, "paid"])));
  await play(scripted([`${starter()}export const answers = ${table};\n`]));
  expect(rounds()[0]).toMatchObject({
    decision: "pending",
    reasons: [{ code: "supervised" }, { code: "memorises" }],
    candidates: [{ memorised: ids.length }],
  });
});
