import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loop } from "../../src/core/loop/loop.ts";
import type { LoopRequest, Onlooker } from "../../src/core/loop/running-loop.ts";
import type { TrailEvent } from "../../src/domain/events.ts";
import type { Notification } from "../../src/domain/ports/control.ts";
import type { Containment } from "../../src/domain/ports/running.ts";
import type { Ports } from "../../src/domain/ports.ts";
import type { Proposal, Proposer } from "../../src/domain/proposing.ts";
import type { ContainedRun } from "../../src/domain/run.ts";
import { openProject } from "../../src/index.ts";
import { TestProject } from "../support/project.ts";

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

const proposal = (text: string): Proposal => ({
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
        proposals: (texts ?? []).map(proposal),
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
  const workspace = openProject(project.root);
  return loop(
    { ...workspace, ports: { ...workspace.ports, openProposer: async () => proposer, ...ports } },
    {
      maxIterations: 5,
      reviewer: "judge",
      forceReview: false,
      fresh: false,
      acceptChanges: false,
      name: null,
      seed: 1,
      candidates: 1,
      ...request,
    },
    {
      event: (event) => events.push(event),
      stage: () => {},
      missing: () => {},
      challenges: () => {},
      note: () => {},
      ask,
    },
    new AbortController().signal,
  );
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
