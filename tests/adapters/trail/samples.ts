import { sha256 } from "../../../src/domain/digest.ts";
import type { RecordedCandidate, Seals } from "../../../src/domain/event-parts.ts";
import type { EventDraft } from "../../../src/domain/events.ts";

const sha = sha256("one");
const other = sha256("two");

const seals: Seals = { judge: sha, arena: sha, gold: sha, holdout: sha, starter: sha };

const metrics = {
  referenceRows: 97,
  outputRows: 97,
  matchedRows: 30,
  missingRows: 67,
  unexpectedRows: 67,
  leftOutRows: 0,
  recall: 0.309278351,
  precision: 0.309278351,
  rowF1: 0.309278351,
  columnF1: { date: 0.33, entity: 0.44, "10": 0.5 },
  meanColumnF1: 0.42,
};

const facts = { durationMs: 55.5, exitCode: 0, signal: null, violation: false };

const scores = {
  score: 13,
  total: 14,
  checksFailed: ["matches_reference_output"],
  metrics,
  visible: metrics,
  heldOut: { rows: 19, matched: 6 },
  fitness: 0.36,
  holdoutFitness: 0.31,
};

const spent = {
  proposer: "openai",
  model: "some-model",
  tokens: { input: 812, output: 140 },
  costUsd: 0.0012,
  proposeMs: 1250.5,
};

const proposed = {
  ...spent,
  sha,
  origin: "model" as const,
  bytes: 1_200,
  hypothesis: "amount: use resolution_amount when resolution_flag is approved",
  rules: [],
  predictedFitness: null,
};

const candidates: RecordedCandidate[] = [
  { ...proposed, outcome: "rejected", reason: { code: "syntax", detail: "line 3: ; expected" } },
  { ...proposed, outcome: "not_started", detail: "no process could be started" },
  { ...proposed, outcome: "timeout", detail: "ended after 30 s", ...facts, signal: "SIGKILL" },
  {
    ...proposed,
    outcome: "ok",
    ...facts,
    ...scores,
    judgeMs: 8,
    predictionError: null,
    cells: { fixed: 12, broken: 0 },
    effects: {
      right: 1,
      broken: 0,
      examples: [{ effect: "right", before: null, after: ["2024-01-05", "Ada", "12"] }],
    },
    vetoes: [{ name: "deterministic", passed: true, detail: "two runs gave the same tables" }],
    changedLines: 4,
    constructs: [],
    memorised: 0,
    blocked: null,
  },
];

type Round = Extract<EventDraft, { type: "round"; decision: "void" }>;
const round: Omit<Round, "decision" | "chosen" | "reason"> = {
  type: "round",
  round: 1,
  candidates,
  unanswered: [{ ...spent, costUsd: null, detail: "no answer within 30 s" }],
  parent: other,
  fitnessBefore: 0.25,
  holdoutBefore: null,
  focus: "value_normalization",
  containment: { backend: "bwrap", layers: [{ name: "network namespace", on: true }] },
  trust: { level: 0, mode: "REVIEW", caps: [{ code: "weak-isolation", detail: "no namespaces" }] },
  durationMs: 210,
};

const review = { review: "r1", round: 1, sha, parent: other };
const supervised = { code: "supervised" as const, detail: "level 0 commits nothing unseen" };

const finished = {
  rounds: 5,
  kept: 3,
  genome: sha,
  fitnessBefore: 0.25,
  fitnessAfter: 1,
  holdoutFitness: 1,
  tokens: 952,
  costUsd: 0.0012,
  trust: 1 as const,
  notifyFailures: [{ round: 2, channel: "notify.url", detail: "503" }],
  checkpoint: null,
};

/** At least one event of every type and variant. */
export const samples: readonly EventDraft[] = [
  {
    type: "run.started",
    name: "nightly",
    versions: { cleanloop: "0.1.0", node: "20.20.2" },
    seed: 7,
    settings: {
      timeoutSeconds: { value: 30, source: "default" },
      "trust.thresholds": { value: [0.7, 0.85, 0.95], source: "cleanloop.json" },
    },
    seals,
    sealsBefore: { ...seals, gold: other },
    inputs: sha,
    genome: { sha, origin: "starter" },
    trust: 0,
  },
  {
    ...round,
    decision: "kept",
    chosen: sha,
    by: "judge",
    reason: { code: "improved", detail: "" },
  },
  {
    ...round,
    decision: "reverted",
    chosen: sha,
    reason: { code: "overfit", detail: "0.9 to 0.4" },
  },
  { ...round, decision: "rejected", chosen: sha, reason: { code: "import", detail: "node:fs" } },
  { ...round, decision: "pending", chosen: sha, review: "r1", reasons: [supervised] },
  { ...round, decision: "void", chosen: null, reason: { code: "no-candidate", detail: "" } },
  {
    type: "sandbox",
    genome: sha,
    origin: "person",
    outcome: "rejected",
    reason: { code: "size", detail: "70000 bytes" },
  },
  {
    type: "sandbox",
    genome: sha,
    origin: "person",
    isolation: { backend: "process", layers: [{ name: "namespaces", on: false }] },
    outcome: "ok",
    ...facts,
    ...scores,
  },
  { type: "review.requested", ...review, seals, reasons: [supervised] },
  {
    type: "review.decided",
    ...review,
    decision: "approved",
    by: "human",
    rejudged: false,
    fitnessBefore: 0.25,
    fitness: 0.36,
    holdoutFitness: null,
  },
  { type: "review.decided", ...review, decision: "rejected", by: "human", reason: "too clever" },
  {
    type: "review.decided",
    ...review,
    decision: "stale",
    by: "human",
    reason: { code: "no-better", detail: "0.36 against 0.4 now" },
  },
  {
    type: "trust.changed",
    from: 0,
    to: 1,
    cause: "promoted",
    round: 5,
    window: [{ round: 5, good: true, rate: 0.8 }],
    detail: "mean rate 0.80 of 5 rounds, 0.70 needed",
  },
  {
    type: "tripwire",
    name: "integrity",
    round: 2,
    detail: "the gold was changed",
    changed: [{ what: "gold", recorded: sha, found: null }],
  },
  {
    type: "tripwire",
    name: "score-floor",
    round: null,
    detail: "mean 0.1 of 3 rounds, floor 0.2",
    numbers: { mean: 0.1, floor: 0.2 },
  },
  {
    type: "reset",
    by: "reset",
    from: sha,
    to: other,
    origin: "starter",
    round: null,
    restored: [{ path: "genome/clean_data.ts", from: sha, to: other }],
    preserved: [".output/trail.jsonl"],
  },
  { type: "adopted", from: sha, to: other, origin: "person" },
  {
    type: "calibrated",
    measured: { starterFitness: 0.25 },
    written: [{ setting: "tripwires.scoreFloor", from: null, to: 0.12, reason: "half-way" }],
  },
  {
    type: "challenge",
    action: "added",
    levels: [1, 2],
    seed: 7,
    files: [{ path: "data/input/challenge-1.csv", sha, rows: 12 }],
    rows: 12,
    skipped: 3,
    seals,
  },
  { type: "challenge", action: "removed", files: [], seals },
  {
    type: "sandbox",
    outcome: "red-team",
    isolation: { backend: "unshare", layers: [{ name: "seccomp", on: false }] },
    contained: 1,
    total: 2,
    probes: [
      { name: "heap bomb", contained: true, outcome: "out_of_memory", evidence: "killed" },
      { name: "kills CleanLoop", contained: false, outcome: null, evidence: "no answer" },
    ],
  },
  { type: "run.finished", ...finished, stopReason: "tripwire", tripwire: "integrity" },
  { type: "run.finished", ...finished, stopReason: "perfect", tripwire: null },
  { type: "recovered", what: "torn-line", bytes: 12, sha, quarantined: "quarantine/x.torn" },
  { type: "recovered", what: "head-behind", line: 4 },
  {
    type: "recovered",
    what: "lock",
    holder: { pid: 12, command: "cleanloop loop", since: "2030-01-02T03:04:05.678Z" },
  },
  { type: "recovered", what: "genome", action: "finished", round: 3, from: other, to: sha },
  { type: "recovered", what: "tables", round: 3 },
  { type: "recovered", what: "run", unfinished: "r1" },
  {
    type: "worker",
    action: "enrolled",
    worker: "node-7-a1b2c3",
    versions: { cleanloop: "0.1.0", node: "20.19.0" },
    concurrency: 4,
    isolation: { backend: "bwrap", layers: [{ name: "network", on: true }] },
    redTeam: { contained: 1, total: 2, notContained: ["fork-bomb"] },
  },
  { type: "worker", action: "refused", worker: "node-8-a1b2c3", detail: "another build" },
  {
    type: "worker",
    action: "served",
    worker: "node-7-a1b2c3",
    round: 2,
    runs: 12,
    runMs: 340.5,
    lost: 1,
    differed: 0,
    backend: "bwrap",
  },
  {
    type: "worker",
    action: "lost",
    worker: "node-7-a1b2c3",
    round: 2,
    genome: sha,
    detail: "it is gone",
  },
  {
    type: "worker",
    action: "cut-off",
    worker: "node-7-a1b2c3",
    round: 2,
    genome: sha,
    detail: "Command timed out",
  },
  { type: "queue", round: 2, waiting: 3, detail: "Connection is closed." },
  {
    type: "worker",
    action: "shut-out",
    worker: "node-7-a1b2c3",
    round: 2,
    violation: true,
    genome: sha,
    detail: "its tables are not those that two runs here left",
  },
  {
    type: "worker",
    action: "quarantined",
    worker: "node-7-a1b2c3",
    round: 2,
    genome: sha,
    detail: "two workers brought no answer on it",
  },
];

/** A short event whose order can be told. */
export const numbered = (seed: number): EventDraft => ({
  type: "challenge",
  action: "removed",
  files: [{ path: "data/input/challenge-1.csv", sha, rows: seed }],
  seals,
});
