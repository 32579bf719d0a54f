import { keepGenome } from "../../src/adapters/trail/kept-genomes.ts";
import { projectTrail } from "../../src/adapters/trail/project-trail.ts";
import { sealsNow } from "../../src/core/seals.ts";
import { type Sha, sha256 } from "../../src/domain/digest.ts";
import type { RecordedCandidate } from "../../src/domain/event-parts.ts";
import type { EventDraft } from "../../src/domain/events.ts";
import type { Workspace } from "../../src/domain/ports/ports.ts";
import { openProject } from "../../src/index.ts";

import type { TestProject } from "./project.ts";

type OfType<Type extends EventDraft["type"]> = Extract<EventDraft, { type: Type }>;
type Judged = Extract<RecordedCandidate, { outcome: "ok" }>;
export type Figures = Pick<Judged, "score" | "total" | "fitness" | "holdoutFitness">;

export const someMetrics = {
  referenceRows: 76,
  outputRows: 40,
  matchedRows: 40,
  missingRows: 36,
  unexpectedRows: 0,
  leftOutRows: 0,
  recall: 0.526,
  precision: 1,
  rowF1: 0.69,
  columnF1: { date: 0.69, value: 0.7 },
  meanColumnF1: 0.695,
};

const isolation = { backend: "bwrap", layers: [{ name: "network namespace", on: true }] } as const;

export interface Told {
  readonly text: string;
  readonly parent: string;
  readonly hypothesis?: string;
  readonly origin?: Judged["origin"];
  readonly figures?: Partial<Figures>;
  readonly fitnessBefore?: number;
  readonly holdoutBefore?: number;
}

/** Writes a trail as commands do, with the product's own writer and under the seals in force. */
export class History {
  readonly #workspace: Workspace;
  readonly #root: string;
  readonly #trail: ReturnType<typeof projectTrail>;
  #round = 0;

  constructor({ root }: TestProject, run = "20300102t030405-abcdef") {
    this.#root = root;
    this.#workspace = openProject(root);
    this.#trail = projectTrail(root, { run, now: () => new Date("2030-01-02T03:04:05.678Z") });
  }

  async record(event: EventDraft): Promise<void> {
    await this.#trail.record(event);
  }

  keep(text: string): Sha {
    return keepGenome(`${this.#root}/.output`, Buffer.from(text));
  }

  async start(changed: Partial<OfType<"run.started">> = {}): Promise<void> {
    const { ports } = this.#workspace;
    await this.record({
      type: "run.started",
      name: null,
      versions: { cleanloop: "0.1.0", node: "20.20.2" },
      seed: 7,
      settings: {},
      seals: await sealsNow(this.#workspace),
      sealsBefore: null,
      inputs: ports.feeds.digest(),
      genome: { sha: sha256(ports.genomes.starter()), origin: "starter" },
      trust: 0,
      ...changed,
    });
  }

  /** A round whose candidate is kept, reverted or left to a review; its text is kept for ever. */
  async round(decision: "kept" | "reverted" | "pending", told: Told): Promise<number> {
    const round = ++this.#round;
    const chosen = this.keep(told.text);
    const candidate = candidateOf(chosen, told);
    const event = {
      type: "round" as const,
      round,
      candidates: [candidate],
      unanswered: [],
      parent: this.keep(told.parent),
      fitnessBefore: told.fitnessBefore ?? 0.5,
      holdoutBefore: told.holdoutBefore ?? 0.4,
      focus: "value_normalization",
      containment: { ...isolation, layers: [...isolation.layers] },
      trust: { level: 0 as const, mode: "REVIEW" as const, caps: [] },
      durationMs: 210,
      chosen,
    };
    const supervised = { code: "supervised" as const, detail: "level 0 commits nothing unseen" };
    if (decision === "kept")
      await this.record({
        ...event,
        decision,
        by: "judge",
        reason: { code: "improved", detail: `fitness ${candidate.fitness}` },
      });
    else if (decision === "reverted")
      await this.record({ ...event, decision, reason: { code: "no-better", detail: "no gain" } });
    else await this.record({ ...event, decision, review: `r${round}`, reasons: [supervised] });
    if (decision === "pending")
      await this.record({
        type: "review.requested",
        review: `r${round}`,
        round,
        sha: chosen,
        parent: event.parent,
        seals: await sealsNow(this.#workspace),
        reasons: [supervised],
      });
    return round;
  }

  async approve(
    round: number,
    { text, parent, figures, fitnessBefore = 0.5 }: Told,
  ): Promise<void> {
    await this.record({
      type: "review.decided",
      review: `r${round}`,
      round,
      sha: this.keep(text),
      parent: this.keep(parent),
      decision: "approved",
      by: "human",
      rejudged: false,
      fitnessBefore,
      fitness: figures?.fitness ?? 0.6,
      holdoutFitness: figures?.holdoutFitness ?? 0.5,
    });
  }
}

const candidateOf = (sha: Sha, { text, hypothesis, origin, figures }: Told): Judged => ({
  sha,
  bytes: Buffer.byteLength(text),
  origin: origin ?? "search",
  hypothesis: hypothesis ?? "value: read amounts with a currency code",
  rules: [],
  predictedFitness: null,
  proposer: "search",
  model: null,
  tokens: { input: 0, output: 0 },
  costUsd: null,
  proposeMs: 12,
  outcome: "ok",
  durationMs: 90,
  exitCode: 0,
  signal: null,
  violation: false,
  score: 13,
  total: 14,
  checksFailed: ["matches_reference_output"],
  metrics: someMetrics,
  visible: someMetrics,
  heldOut: { rows: 14, matched: 7 },
  fitness: 0.6,
  holdoutFitness: 0.5,
  judgeMs: 8,
  predictionError: null,
  cells: null,
  effects: null,
  vetoes: [{ name: "deterministic", passed: true, detail: "two runs gave the same tables" }],
  changedLines: 4,
  constructs: [],
  memorised: 0,
  blocked: null,
  ...figures,
});
