import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { keepGenome } from "../../src/adapters/trail/kept-genomes.ts";
import { seededRandom } from "../../src/cells/seeded-random.ts";
import { type Sha, sha256 } from "../../src/domain/digest.ts";
import type { RecordedCandidate, RowExample, Seals } from "../../src/domain/event-parts.ts";
import type { EventDraft } from "../../src/domain/events.ts";
import { writeTrail } from "../bench/long-trail.ts";
import { someMetrics } from "./history.ts";

/*
 * Histories to look at: what a project's trail may be when somebody opens it in the morning. They are
 * written in bulk, with the product's own chain, and with the genomes that they name.
 */

type Of<Type extends EventDraft["type"]> = Extract<EventDraft, { type: Type }>;
type Judged = Extract<RecordedCandidate, { outcome: "ok" }>;

const checks = [
  "value_is_numeric",
  "date_is_parseable",
  "no_nan_value",
  "matches_reference_output",
] as const;

export interface Script {
  readonly rounds: number;
  /** What ends it, besides its rounds. */
  readonly ending?: "finished" | "tripped" | "parked" | "cut-short";
  readonly keeps?: boolean;
  /** Whether something is changed between rounds: a reset, a challenge, accepted seals. */
  readonly eventful?: boolean;
  /** Whether workers ran its candidates: a steady one, one that is killed, one that lies, one refused. */
  readonly queued?: boolean;
  /** Put into every text that a program or a model writes. */
  readonly words?: string;
  /** Put into a line of each of its genomes, where other words than those are wanted. */
  readonly programWords?: string;
  /** Whether the texts of its genomes are kept, as they are by a loop. */
  readonly texts?: boolean;
}

/** Writes the trail of a history into the project's folder. */
export const layOutHistory = (root: string, script: Script): void => {
  const output = join(root, ".output");
  mkdirSync(output, { recursive: true });
  writeTrail(output, new Telling(root, script).events());
};

const digest = sha256("a digest");
const seals: Seals = {
  judge: digest,
  arena: digest,
  gold: digest,
  holdout: digest,
  starter: digest,
};

const redTeamed: EventDraft = {
  type: "sandbox",
  outcome: "red-team",
  isolation: { backend: "bwrap", layers: [{ name: "network namespace", on: true }] },
  contained: 2,
  total: 3,
  probes: [
    { name: "reads the gold", contained: true, outcome: "crash", evidence: "no such file" },
    { name: "heap bomb", contained: true, outcome: "out_of_memory", evidence: "killed" },
    { name: "answers late", contained: false, outcome: "ok", evidence: "answered after 6021 ms" },
  ],
};

const enrolled = (worker: string, backend: "bwrap" | "process"): EventDraft => ({
  type: "worker",
  action: "enrolled",
  worker,
  versions: { cleanloop: "0.1.0", node: "20.20.2" },
  concurrency: 4,
  isolation: { backend, layers: [{ name: "network namespace", on: backend === "bwrap" }] },
  redTeam:
    backend === "bwrap"
      ? { contained: 58, total: 58, notContained: [] }
      : { contained: 57, total: 58, notContained: ["answers late"] },
});

const served = (worker: string, round: number, runs: number): EventDraft => ({
  type: "worker",
  action: "served",
  worker,
  round,
  runs,
  runMs: runs * 90,
  lost: 0,
  differed: 0,
  backend: "bwrap",
});

function* workersIn(round: number): Generator<EventDraft> {
  const [steady, killed, liar] = ["steady-a1b2c3", "killed-a1b2c3", "liar-a1b2c3"];
  const fault = { type: "worker", round, genome: digest } as const;
  if (round === 1) {
    yield enrolled(steady, "bwrap");
    yield enrolled(killed, "process");
    yield enrolled(liar, "bwrap");
    const detail = "it runs another build of CleanLoop 0.1.0 than the loop";
    yield { type: "worker", action: "refused", worker: "other-a1b2c3", detail };
  }
  if (round === 3) yield { type: "queue", round, waiting: 7, detail: "Connection is closed." };
  if (round === 4) {
    yield { ...fault, action: "cut-off", worker: steady, detail: "Command timed out" };
    yield { ...fault, action: "lost", worker: killed, detail: "it is gone" };
    const detail = `${killed} and ${steady} brought no answer on it`;
    yield { ...fault, action: "quarantined", worker: killed, detail };
  }
  if (round === 6) {
    const detail = "its tables are not those that two runs here left";
    yield { ...fault, action: "shut-out", violation: true, worker: liar, detail };
  }
  yield served(steady, round, 4 + (round % 5));
  if (round < 4) yield served(killed, round, 2);
  if (round < 6) yield served(liar, round, 8);
}

type RoundFields = Omit<
  Extract<Of<"round">, { decision: "void" }>,
  "candidates" | "chosen" | "decision" | "reason"
>;

class Telling {
  readonly #root: string;
  readonly #script: Required<Script>;
  readonly #random = seededRandom(7);
  #fitness = 0.42;
  #parent: Sha;
  #lines: string[];

  constructor(root: string, script: Script) {
    this.#root = root;
    this.#script = {
      ending: "finished",
      keeps: true,
      eventful: false,
      queued: false,
      words: "",
      programWords: script.words ?? "",
      texts: true,
      ...script,
    };
    this.#lines = starterLines;
    this.#parent = this.#keep(this.#lines);
  }

  *events(): Generator<EventDraft> {
    const { rounds, ending, eventful, queued } = this.#script;
    if (eventful) yield redTeamed;
    yield this.#started();
    for (let round = 1; round <= rounds; round++) {
      if (eventful && round === Math.ceil(rounds / 3)) yield* this.#changes(round);
      const isLast = round === rounds;
      if (queued) yield* workersIn(round);
      if (isLast && ending === "parked") yield* this.#parked(round);
      else yield this.#round(round);
      if (eventful && round === Math.ceil(rounds / 2)) yield trustUp;
    }
    if (ending === "tripped") yield tripped(rounds);
    if (ending !== "cut-short") yield this.#finished();
  }

  #started(): EventDraft {
    return {
      type: "run.started",
      name: `nightly${this.#script.words}`,
      versions: { cleanloop: "0.1.0", node: "20.20.2" },
      seed: 7,
      settings: {},
      seals,
      sealsBefore: null,
      inputs: digest,
      genome: { sha: this.#parent, origin: "starter" },
      trust: 0,
    };
  }

  *#changes(round: number): Generator<EventDraft> {
    yield {
      type: "challenge",
      action: "added",
      levels: [1, 2],
      seed: 1,
      files: [],
      rows: 24,
      skipped: 0,
      seals,
    };
    yield {
      type: "reset",
      by: "reset",
      from: this.#parent,
      to: this.#parent,
      origin: "search",
      round: round - 1,
      restored: [],
      preserved: [],
    };
    this.#fitness = Math.max(0.3, this.#fitness - 0.12);
  }

  #round(round: number): EventDraft {
    const luck = this.#random();
    const fields = this.#fields(round);
    if (luck < 0.06) return this.#timedOut(fields);
    if (luck < 0.1) return this.#rejected(round, fields);
    if (luck < 0.12)
      return {
        ...fields,
        decision: "void",
        chosen: null,
        candidates: [],
        reason: { code: "no-candidate", detail: "the proposer brought nothing" },
      };
    const gain = (1 - this.#fitness) * 0.3;
    const isKept = this.#script.keeps && luck > 0.55 && gain > 0.00001;
    const fitness = this.#fitness + (isKept ? gain : -this.#random() * 0.08);
    const candidate = this.#candidate(round, Math.max(0, fitness), isKept);
    if (!isKept)
      return {
        ...fields,
        decision: "reverted",
        chosen: candidate.sha,
        candidates: [{ ...candidate, blocked: { code: "no-better", detail: "no gain" } }],
        reason: { code: "no-better", detail: `fitness ${fitness.toFixed(6)} is no better` },
      };
    this.#parent = candidate.sha;
    this.#fitness = fitness;
    return {
      ...fields,
      decision: "kept",
      by: "judge",
      chosen: candidate.sha,
      candidates: [candidate],
      reason: { code: "improved", detail: `fitness ${fitness.toFixed(6)}` },
    };
  }

  #fields(round: number): RoundFields {
    const level = this.#script.eventful && round > this.#script.rounds / 2 ? 1 : 0;
    return {
      type: "round" as const,
      round,
      unanswered: [],
      parent: this.#parent,
      fitnessBefore: this.#fitness,
      holdoutBefore: this.#fitness - 0.03,
      focus: ["value_normalization", "date_normalization", "row_reconciliation"][round % 3] ?? "",
      containment: {
        backend: "bwrap" as const,
        layers: [
          { name: "network namespace", on: true },
          { name: "seccomp", on: false },
        ],
      },
      trust: { level, mode: level === 1 ? "NOTIFY" : "REVIEW", caps: [] } as const,
      durationMs: 180 + Math.round(this.#random() * 900),
    };
  }

  #candidate(round: number, fitness: number, isKept: boolean): Judged {
    const { words, programWords } = this.#script;
    const lines = [
      ...this.#lines.slice(0, -2),
      `    // amount ${round}: a rule for ${round} of 62 rows.${programWords.replaceAll(/[\r\n]/g, " ")}`,
      `    if (row.status === "v${round}") row.amount = parseAmount(row.amount) ?? ${round};`,
      ...this.#lines.slice(-2),
    ];
    const sha = this.#keep(lines);
    if (isKept) this.#lines = lines;
    return {
      ...proposed(sha, `value: amount, rule ${round}, ${round} of 62 rows${words}`),
      outcome: "ok",
      durationMs: 90,
      exitCode: 0,
      signal: null,
      violation: false,
      score: fitness > 0.9 ? 13 : 11,
      total: 14,
      checksFailed: [...(fitness > 0.9 ? checks.slice(3) : checks.slice(round % 2, 4))],
      metrics: someMetrics,
      visible: someMetrics,
      heldOut: { rows: 14, matched: 7 },
      fitness,
      holdoutFitness: Math.max(0, fitness - 0.03),
      judgeMs: 8,
      predictionError: null,
      cells: null,
      effects: effects(round, isKept, words),
      vetoes: [{ name: "deterministic", passed: true, detail: "two runs gave the same tables" }],
      changedLines: 2,
      constructs: [],
      memorised: 0,
      blocked: null,
    };
  }

  #timedOut(fields: RoundFields): EventDraft {
    const outcome = "timeout" as const;
    const sha = this.#keep([...this.#lines, "for (;;) {}"]);
    const detail = "ended after 30 s";
    return {
      ...fields,
      decision: "reverted",
      chosen: sha,
      candidates: [
        {
          ...proposed(sha, `value: a loop that does not end${this.#script.words}`),
          outcome,
          detail,
          durationMs: 30_000,
          exitCode: null,
          signal: "SIGKILL",
          violation: false,
        },
      ],
      reason: { code: "not-contained", detail: `${outcome}: ${detail}` },
    };
  }

  #rejected(round: number, fields: RoundFields): EventDraft {
    const sha = this.#keep([`import "node:fs"; // ${round}`]);
    const reason = {
      code: "import",
      detail: `line 1 imports node:fs${this.#script.words}`,
    } as const;
    return {
      ...fields,
      decision: "rejected",
      containment: null,
      chosen: sha,
      candidates: [{ ...proposed(sha, "reads the gold"), outcome: "rejected", reason }],
      reason,
    };
  }

  *#parked(round: number): Generator<EventDraft> {
    const candidate = this.#candidate(round, Math.min(1, this.#fitness + 0.1), false);
    const reasons = [
      {
        code: "changed-lines" as const,
        detail: `140 lines changed, limit 120${this.#script.words}`,
      },
    ];
    const review = `r${round}`;
    yield {
      ...this.#fields(round),
      decision: "pending",
      review,
      reasons,
      chosen: candidate.sha,
      candidates: [candidate],
    };
    yield {
      type: "review.requested",
      review,
      round,
      sha: candidate.sha,
      parent: this.#parent,
      seals,
      reasons,
    };
  }

  #finished(): EventDraft {
    const { ending, rounds } = this.#script;
    const figures = {
      type: "run.finished" as const,
      rounds,
      kept: 3,
      genome: this.#parent,
      fitnessBefore: 0.42,
      fitnessAfter: this.#fitness,
      holdoutFitness: this.#fitness - 0.03,
      tokens: 0,
      costUsd: 0,
      trust: 0 as const,
      notifyFailures: [],
      checkpoint: null,
    };
    return ending === "tripped"
      ? { ...figures, stopReason: "tripwire", tripwire: "no-improvement" }
      : {
          ...figures,
          stopReason: ending === "parked" ? "awaiting-review" : "max-iterations",
          tripwire: null,
        };
  }

  #keep(lines: readonly string[]): Sha {
    const text = `${lines.join("\n")}\n`;
    return this.#script.texts
      ? keepGenome(join(this.#root, ".output"), Buffer.from(text))
      : sha256(text);
  }
}

const starterLines = [
  'import { type Genome, parseAmount } from "cleanloop/kit";',
  "",
  "export const clean: Genome = async ({ inputs, emit }) => {",
  "  for (const input of inputs)",
  '    for await (const row of input.records()) emit("master", row);',
  "};",
];

const proposed = (sha: Sha, hypothesis: string) => ({
  sha,
  bytes: 1200,
  origin: "model" as const,
  hypothesis,
  rules: [],
  predictedFitness: null,
  proposer: "openai",
  model: "a-model",
  tokens: { input: 1800, output: 240 },
  costUsd: 0.0031,
  proposeMs: 900,
});

const effects = (round: number, isKept: boolean, words: string): Judged["effects"] => {
  const right: RowExample = {
    effect: "right",
    before: ["2024-01-05", `Ada Lovelace${words}`, "EUR", "EUR 1,200.50", "paid"],
    after: ["2024-01-05", `Ada Lovelace${words}`, "EUR", "1200.5", "paid"],
  };
  const broken: RowExample = {
    effect: "broken",
    before: ["2024-02-11", "Grace Hopper", "USD", "80", "open"],
    after: null,
  };
  return isKept
    ? { right: 4 + (round % 5), broken: 0, examples: [right] }
    : { right: 1, broken: 3, examples: [broken, right] };
};

const trustUp: Of<"trust.changed"> = {
  type: "trust.changed",
  from: 0,
  to: 1,
  cause: "promoted",
  round: 5,
  window: [],
  detail: "window full, none bad, mean rate 0.812 of 0.700",
};

const tripped = (round: number): EventDraft => ({
  type: "tripwire",
  name: "no-improvement",
  round,
  detail: "10 rounds in a row without anything kept, limit 10",
  numbers: { rounds: 10, limit: 10 },
});
