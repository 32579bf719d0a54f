import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";
import { verifyTrail } from "../../src/adapters/trail/verify.ts";
import type { TrailEvent } from "../../src/domain/events.ts";
import { type Answer, type Call, cleanloopHere, launch, type Running } from "./cli.ts";
import { type Script, TestEndpoint, testKey } from "./endpoint.ts";
import { TestProject } from "./project.ts";

type Kind = TrailEvent["type"];
export type Round = Extract<TrailEvent, { type: "round" }>;

export interface Looped extends Answer {
  /** The last line of `loop --json`. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever the document holds
  readonly summary: any;
}

export const perfect = readFileSync(
  resolve(import.meta.dirname, "../fixtures/genomes/perfect-finance.ts"),
  "utf8",
);

export const prices = { "test-model": { input: 1, output: 2 } };

/** A finance project, an endpoint for its proposer, and the command line. */
export class ModelLab {
  readonly project = new TestProject();
  readonly endpoint: TestEndpoint;
  readonly #said: string[] = [];
  readonly #running: Running[] = [];

  private constructor(endpoint: TestEndpoint) {
    this.endpoint = endpoint;
  }

  /** Without vetoes unless some are given: each takes a run of its own. */
  static async open(script: Script = [], vetoes: readonly string[] = []): Promise<ModelLab> {
    const lab = new ModelLab(await TestEndpoint.start(script));
    const arena = JSON.parse(lab.project.read("data/arena.json"));
    lab.project.write("data/arena.json", JSON.stringify({ ...arena, vetoes }));
    return lab.settings();
  }

  get starter(): string {
    return this.project.read("genome/clean_data_starter.ts");
  }

  get genome(): string {
    return this.project.read("genome/clean_data.ts");
  }

  /** Settings of the endpoint and others, over those that keep a test short. */
  settings(endpoint: object = {}, others: object = {}): this {
    const settings = {
      endpoint: { prices, retries: 0, timeoutSeconds: 600, ...endpoint },
      tripwires: { scoreFloor: 0, noImprovement: 1_000 },
      ...others,
    };
    this.project.write("cleanloop.json", JSON.stringify(settings));
    return this;
  }

  async run(args: readonly string[], call: Call = { env: this.endpoint.env }): Promise<Answer> {
    const answer = await cleanloopHere(args, { cwd: this.project.root, ...call });
    this.#said.push(answer.stdout, answer.stderr);
    return answer;
  }

  loop(...args: readonly string[]): Promise<Looped> {
    return this.loopWith({ env: this.endpoint.env }, ...args);
  }

  async loopWith(call: Call, ...args: readonly string[]): Promise<Looped> {
    return looped(await this.run(["loop", ...usual, ...args], call));
  }

  /** A loop that is still running when this returns. */
  start(...args: readonly string[]): { readonly running: Running; readonly end: Promise<Looped> } {
    const call = { cwd: this.project.root, env: this.endpoint.env };
    const running = launch(["loop", ...usual, ...args], call);
    this.#running.push(running);
    const end = running.answer.then((answer) => {
      this.#said.push(answer.stdout, answer.stderr);
      return looped(answer);
    });
    return { running, end };
  }

  events<Type extends Kind>(type: Type): Extract<TrailEvent, { type: Type }>[] {
    const lines = this.project.read(".output/trail.jsonl").trimEnd().split("\n");
    const events: TrailEvent[] = lines.map((line) => JSON.parse(line));
    return events.filter(
      (event): event is Extract<TrailEvent, { type: Type }> => event.type === type,
    );
  }

  get rounds(): Round[] {
    return this.events("round");
  }

  /** What must hold however an endpoint behaves: a whole trail, and no key where others may read. */
  async expectWhole(): Promise<void> {
    const { faults } = await verifyTrail(this.project.path(".output"));
    expect(faults).toEqual([]);
    const files = Object.entries(this.project.snapshot()).filter(([name]) => name !== ".env");
    const leaks = files.filter(([, base64]) => Buffer.from(base64, "base64").includes(testKey));
    expect(leaks.map(([name]) => name)).toEqual([]);
    expect(this.#said.filter((text) => text.includes(testKey))).toEqual([]);
  }

  async dispose(): Promise<void> {
    for (const { child } of this.#running) child.kill("SIGKILL");
    await this.endpoint.close();
    this.project.dispose();
  }
}

const usual = ["--reviewer", "judge", "--json"];

const looped = (answer: Answer): Looped => {
  const last = answer.stdout.trimEnd().split("\n").at(-1) ?? "";
  return { ...answer, summary: last.startsWith("{") ? JSON.parse(last) : null };
};

/** What rounds say that their calls took. */
export const spentIn = (rounds: readonly Round[]): { tokens: number; costUsd: number } => {
  const calls = rounds.flatMap(({ candidates, unanswered }) => [...candidates, ...unanswered]);
  return {
    tokens: calls.reduce((sum, { tokens }) => sum + tokens.input + tokens.output, 0),
    costUsd: calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
  };
};

/** The summary's figures are the sum of what the rounds say. */
export const expectCounted = (
  { summary }: Pick<Looped, "summary">,
  rounds: readonly Round[],
): void => {
  const { tokens, costUsd } = spentIn(rounds);
  expect(summary.tokens).toBe(tokens);
  expect(summary.costUsd).toBeCloseTo(costUsd, 12);
};
