import { sha256 } from "../../src/domain/digest.ts";
import type { RecordedCandidate, Seals } from "../../src/domain/event-parts.ts";
import type { EventDraft, TrailEvent } from "../../src/domain/events.ts";
import type { Outcome } from "../../src/domain/run.ts";
import { genesis, link } from "../../src/policy/chain.ts";

/* Rounds as a loop records them, told by what matters to trust and tripwires. */

type Of<Type extends EventDraft["type"]> = Extract<EventDraft, { type: Type }>;
type Judged = Extract<RecordedCandidate, { outcome: "ok" }>;
type FailedOutcome = Exclude<Outcome, "ok" | "rejected" | "not_started">;
export type Blocked = NonNullable<Judged["blocked"]>["code"];
export type Cap = Of<"round">["trust"]["caps"][number]["code"];

const nobody = sha256("parent");
export const seals: Seals = {
  judge: nobody,
  arena: nobody,
  gold: nobody,
  holdout: nobody,
  starter: nobody,
};

const metrics = (recall: number) => ({
  referenceRows: 100,
  outputRows: 100,
  matchedRows: 50,
  missingRows: 50,
  unexpectedRows: 50,
  leftOutRows: 0,
  recall,
  precision: recall,
  rowF1: recall,
  columnF1: { date: recall },
  meanColumnF1: recall,
});

const proposed = (text: string) => ({
  sha: sha256(text),
  bytes: 1000,
  origin: "model" as const,
  hypothesis: "",
  rules: [],
  predictedFitness: null,
  proposer: "replay",
  model: null,
  tokens: { input: 0, output: 0 },
  costUsd: null,
  proposeMs: 1,
});

const facts = { durationMs: 50, exitCode: 0, signal: null, violation: false };

export interface Contained {
  readonly text?: string;
  readonly fitness?: number;
  readonly blocked?: Blocked;
  readonly violation?: boolean;
  readonly bytes?: number;
  readonly heldOut?: { readonly rows: number; readonly matched: number };
  readonly detail?: string;
}

let texts = 0;
const newText = (): string => `text ${++texts}`;

/** A candidate that ran to its end and was judged. */
export const contained = (told: Contained = {}): Judged => {
  const { text = newText(), fitness = 0.8, blocked, detail = "told by a test" } = told;
  return {
    ...proposed(text),
    outcome: "ok",
    ...facts,
    violation: told.violation ?? false,
    bytes: told.bytes ?? 1000,
    score: 13,
    total: 14,
    checksFailed: [],
    metrics: metrics(fitness),
    visible: metrics(fitness),
    heldOut: told.heldOut ?? { rows: 0, matched: 0 },
    fitness,
    holdoutFitness: null,
    judgeMs: 1,
    predictionError: null,
    cells: null,
    effects: null,
    vetoes: [],
    changedLines: 1,
    constructs: [],
    memorised: 0,
    blocked: blocked ? { code: blocked, detail } : null,
  };
};

export const failed = (
  outcome: FailedOutcome = "timeout",
  { text = newText(), detail = "ended after 30 s", violation = false } = {},
): RecordedCandidate => ({ ...proposed(text), outcome, detail, ...facts, violation });

export const notStarted = (text = newText()): RecordedCandidate => ({
  ...proposed(text),
  outcome: "not_started",
  detail: "no process could be started",
});

export const turnedAway = (
  code: "syntax" | "import" | "duplicate" = "syntax",
  text = newText(),
): RecordedCandidate => ({
  ...proposed(text),
  outcome: "rejected",
  reason: { code, detail: "line 3: ; expected" },
});

type Round = Of<"round">;
type Parts = Omit<Extract<Round, { decision: "void" }>, "decision" | "chosen" | "reason">;

const parts = (
  round: number,
  candidates: readonly RecordedCandidate[],
  { before = 0.5, caps = [] }: { before?: number; caps?: readonly Cap[] } = {},
): Parts => ({
  type: "round",
  round,
  candidates,
  unanswered: [],
  parent: nobody,
  fitnessBefore: before,
  holdoutBefore: null,
  focus: "value_normalization",
  containment: null,
  trust: { level: 0, mode: "REVIEW", caps: caps.map((code) => ({ code, detail: "" })) },
  durationMs: 10,
});

export interface Keeping extends Contained {
  /** Fitness of the genome until then; by default well below. */
  readonly before?: number;
  readonly caps?: readonly Cap[];
  readonly beside?: readonly RecordedCandidate[];
}

export const kept = (round: number, told: Keeping = {}): Round => {
  const chosen = contained(told);
  const before = told.before ?? Math.max(0, chosen.fitness - 0.1);
  return {
    ...parts(round, [chosen, ...(told.beside ?? [])], { before, caps: told.caps ?? [] }),
    decision: "kept",
    chosen: chosen.sha,
    by: "trust",
    reason: { code: "improved", detail: "" },
  };
};

/** A round whose first candidate is the chosen one, and was not kept. */
export const notKept = (
  round: number,
  chosen: RecordedCandidate,
  ...others: readonly RecordedCandidate[]
): Round => {
  const about = parts(round, [chosen, ...others]);
  if (chosen.outcome === "rejected")
    return { ...about, decision: "rejected", chosen: chosen.sha, reason: chosen.reason };
  const reason =
    chosen.outcome === "ok" && chosen.blocked
      ? chosen.blocked
      : { code: "not-contained" as const, detail: "" };
  return { ...about, decision: "reverted", chosen: chosen.sha, reason };
};

export const blockedFor = (round: number, blocked: Blocked, told: Contained = {}): Round =>
  notKept(round, contained({ ...told, blocked }));

type VoidCode = Extract<Round, { decision: "void" }>["reason"]["code"];
export const voided = (
  round: number,
  code: VoidCode,
  ...candidates: readonly RecordedCandidate[]
): Round => ({
  ...parts(round, candidates),
  decision: "void",
  chosen: candidates[0]?.sha ?? null,
  reason: { code, detail: "" },
});

export const parked = (round: number, told: Keeping = {}): Round => {
  const chosen = contained(told);
  return {
    ...parts(round, [chosen, ...(told.beside ?? [])], { caps: told.caps ?? [] }),
    decision: "pending",
    chosen: chosen.sha,
    review: `r${round}`,
    reasons: [{ code: "supervised", detail: "" }],
  };
};

const reviewOf = (round: Round) => ({
  type: "review.decided" as const,
  review: `r${round.round}`,
  round: round.round,
  sha: round.chosen ?? nobody,
  parent: nobody,
});

export const approved = (round: Round, before: number, after: number): Of<"review.decided"> => ({
  ...reviewOf(round),
  decision: "approved",
  by: "human",
  rejudged: false,
  fitnessBefore: before,
  fitness: after,
  holdoutFitness: null,
});

export const refused = (round: Round): Of<"review.decided"> => ({
  ...reviewOf(round),
  decision: "rejected",
  by: "human",
  reason: "too clever",
});

export const stale = (round: Round): Of<"review.decided"> => ({
  ...reviewOf(round),
  decision: "stale",
  by: "human",
  reason: { code: "no-better", detail: "" },
});

type SettingValue = Of<"run.started">["settings"][string]["value"];
export const started = (
  settings: Readonly<Record<string, SettingValue>> = {},
  sealsBefore: Seals | null = null,
): Of<"run.started"> => ({
  type: "run.started",
  name: null,
  versions: { cleanloop: "0.1.0", node: "20.20.2" },
  seed: 1,
  settings: Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, { value, source: "cleanloop.json" }]),
  ),
  seals,
  sealsBefore,
  inputs: nobody,
  genome: { sha: nobody, origin: "starter" },
  trust: 0,
});

export const otherSeals: Seals = { ...seals, gold: sha256("another gold") };

export const wasReset = (by: "reset" | "fresh" = "reset"): Of<"reset"> => ({
  type: "reset",
  by,
  from: nobody,
  to: nobody,
  origin: "starter",
  round: null,
  restored: [],
  preserved: [],
});

export const adopted: Of<"adopted"> = {
  type: "adopted",
  from: nobody,
  to: sha256("by hand"),
  origin: "person",
};

type Numbered = Extract<Of<"tripwire">, { numbers: unknown }>["name"];
export const trippedBy = (
  name: Numbered | "integrity",
  round: number | null = 1,
): Of<"tripwire"> =>
  name === "integrity"
    ? {
        type: "tripwire",
        name,
        round,
        detail: "the gold was changed",
        changed: [{ what: "gold", recorded: nobody, found: null }],
      }
    : { type: "tripwire", name, round, detail: "told by a test", numbers: {} };

/** The events as the trail gives them back: a draft that is not an event throws here. */
export const recorded = (drafts: readonly EventDraft[]): TrailEvent[] => {
  let head = genesis;
  return drafts.map((draft) => {
    const linked = link(head, { run: "run-1", at: "2030-01-02T03:04:05.678Z" }, draft);
    head = linked.head;
    return linked.event;
  });
};
