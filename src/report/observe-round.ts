import type { ReviewDecided } from "../core/observe/round-row.ts";
import type { RoundDiff, RoundStory } from "../core/observe/round-story.ts";
import type { RecordedCandidate } from "../domain/event-parts.ts";
import { visible } from "../domain/visible.ts";
import { chosenOf } from "../policy/rounds/chosen.ts";
import { diffText } from "./diff.ts";
import { aligned, count, ratio, seconds, short, titled } from "./layout.ts";
import type { Style } from "./style.ts";
import { visibleStrings } from "./visible-strings.ts";

const safe = (text: string): string => visible(text, 400);

/** One round whole: what was decided and why, every candidate, and the change itself. */
export const roundText = (story: RoundStory, style: Style): string[] => {
  const { event, reviewed, diff } = story;
  return [
    `${style.strong("Round")} ${event.round}  ${event.decision}  ${style.faint(`${event.at}, run ${event.run}`)}`,
    ...aligned(factsOf(story)),
    ...(reviewed ? [`  ${reviewText(reviewed)}`] : []),
    ...event.candidates.flatMap((candidate, at) => [
      "",
      `${style.strong(`Candidate ${at + 1}`)}  ${short(candidate.sha)}${candidate.sha === event.chosen ? "  chosen" : ""}`,
      ...candidateText(candidate),
    ]),
    ...titled(
      style.strong("Calls that brought no candidate"),
      aligned(event.unanswered.map(({ proposer, detail }) => [safe(proposer), safe(detail)])),
    ),
    ...titled(style.strong("Checks"), aligned(checksText(story))),
    ...titled(style.strong("Rows put right and broken"), effectsText(story, style)),
    ...titled(style.strong("Change from parent to chosen"), changeText(diff, style)),
  ];
};

const checksText = ({ event, checksBefore }: RoundStory): string[][] => {
  const chosen = chosenOf(event);
  const after = chosen?.outcome === "ok" ? chosen.checksFailed : null;
  const failed = (checks: readonly string[] | null, unknown: string): string =>
    checks === null ? unknown : checks.length === 0 ? "none fails" : safe(checks.join(", "));
  return [
    ["failed before", failed(checksBefore, "not on record")],
    ["failed after", failed(after, "not run")],
  ];
};

/** Rows of the visible gold, the changed cells as they were and as they are. */
const effectsText = ({ event }: RoundStory, style: Style): string[] => {
  const chosen = chosenOf(event);
  if (chosen?.outcome !== "ok") return [];
  const { effects } = chosen;
  if (!effects) return ["  not on record"];
  const row = (cells: readonly string[] | null): string =>
    cells === null ? "no such row" : cells.map((cell) => visible(cell, 60)).join(" | ");
  return [
    `  ${count(effects.right, "row")} put right, ${count(effects.broken, "row")} broken`,
    ...effects.examples.flatMap(({ effect, before, after }) => [
      `  ${effect === "right" ? "put right" : "broken"}`,
      `  ${style.bad(`- ${row(before)}`)}`,
      `  ${style.good(`+ ${row(after)}`)}`,
    ]),
  ];
};

const changeText = (diff: RoundDiff, style: Style): string[] => {
  if (!diff.known) return [`  not shown: ${safe(diff.why)}`];
  return diff.hunks.length === 0 ? ["  no line differs"] : diffText(diff.hunks, style);
};

const factsOf = ({ event }: RoundStory): string[][] => {
  const { parent, fitnessBefore, holdoutBefore, focus, trust, containment, durationMs } = event;
  const reasons = event.decision === "pending" ? event.reasons : [event.reason];
  const caps = trust.caps.map(({ code, detail }) => `, ${code}: ${safe(detail)}`).join("");
  return [
    ...reasons.map(({ code, detail }) => ["reason", `${code}  ${safe(detail)}`]),
    ...(event.decision === "kept" ? [["decided by", event.by]] : []),
    ["parent", `${short(parent)}  fitness ${ratio(fitnessBefore)}${heldOut(holdoutBefore)}`],
    ["focus", safe(focus)],
    ["trust", `level ${trust.level}, mode ${trust.mode}${caps}`],
    ["isolation", containment ? layersText(containment) : "nothing ran"],
    ["took", seconds(durationMs)],
  ];
};

const layersText = ({
  backend,
  layers,
}: NonNullable<RoundStory["event"]["containment"]>): string => {
  const named = (on: boolean): string =>
    layers.flatMap((layer) => (layer.on === on ? [safe(layer.name)] : [])).join(", ");
  const [on, off] = [named(true), named(false)];
  return `${backend}${on === "" ? "" : `  on: ${on}`}${off === "" ? "" : `  off: ${off}`}`;
};

const heldOut = (fitness: number | null): string =>
  fitness === null ? "" : `, held out ${ratio(fitness)}`;

const reviewText = (reviewed: ReviewDecided): string => {
  const by = reviewed.by === "human" ? "a person" : "the judge";
  switch (reviewed.decision) {
    case "approved":
      return `approved by ${by}, fitness ${ratio(reviewed.fitness)}${heldOut(reviewed.holdoutFitness)}`;
    case "rejected":
      return `refused by ${by}: ${safe(reviewed.reason)}`;
    case "stale":
      return `stale when ${by} decided, ${reviewed.reason.code}: ${safe(reviewed.reason.detail)}`;
  }
};

const candidateText = (candidate: RecordedCandidate): string[] =>
  aligned([
    ["hypothesis", safe(candidate.hypothesis)],
    ["from", fromText(candidate)],
    ["outcome", outcomeText(candidate)],
    ...(candidate.outcome === "ok" ? judgedRows(candidate) : []),
  ]);

const fromText = ({ proposer, model, origin, tokens, costUsd, bytes }: RecordedCandidate): string =>
  [
    safe(proposer),
    ...(model === null ? [] : [safe(model)]),
    `origin ${origin}`,
    count(bytes, "byte"),
    ...(tokens.input + tokens.output === 0 ? [] : [`${tokens.input + tokens.output} tokens`]),
    ...(costUsd === null ? [] : [`${costUsd} US dollars`]),
  ].join(", ");

const outcomeText = (candidate: RecordedCandidate): string => {
  switch (candidate.outcome) {
    case "rejected":
      return `rejected, ${candidate.reason.code}: ${safe(candidate.reason.detail)}`;
    case "not_started":
      return `not started: ${safe(candidate.detail)}`;
    case "lost":
      return `lost: ${safe(candidate.detail)}`;
    case "ok":
      return `ok in ${seconds(candidate.durationMs)}${violation(candidate)}`;
    default:
      return `${candidate.outcome}: ${safe(candidate.detail)}${violation(candidate)}`;
  }
};

const violation = ({ violation }: { readonly violation: boolean }): string =>
  violation ? "; it tried something that is forbidden" : "";

const judgedRows = (judged: Extract<RecordedCandidate, { outcome: "ok" }>): string[][] => {
  const { score, total, fitness, holdoutFitness, metrics, checksFailed, cells, vetoes } = judged;
  return [
    [
      "timings",
      `proposed in ${seconds(judged.proposeMs)}, ran ${seconds(judged.durationMs)}, judged ${seconds(judged.judgeMs)}`,
    ],
    ["score", `${score}/${total}  fitness ${ratio(fitness)}${heldOut(holdoutFitness)}`],
    ["checks failed", checksFailed.length === 0 ? "none" : safe(checksFailed.join(", "))],
    [
      "rows",
      `${metrics.matchedRows} of ${metrics.referenceRows} matched, ${metrics.missingRows} missing, ${metrics.unexpectedRows} unexpected`,
    ],
    [
      "metrics",
      `recall ${ratio(metrics.recall)}, precision ${ratio(metrics.precision)}, row F1 ${ratio(metrics.rowF1)}, column F1 ${ratio(metrics.meanColumnF1)}`,
    ],
    ...(cells ? [["cells", `${cells.fixed} fixed, ${cells.broken} broken`]] : []),
    [
      "change",
      `${count(judged.changedLines, "line")}, ${judged.memorised} memorised${watched(judged.constructs)}`,
    ],
    ...vetoes.map(({ name, passed, detail }) => [
      `veto ${name}`,
      `${passed ? "passed" : "NOT passed"}: ${safe(detail)}`,
    ]),
    ...(judged.blocked
      ? [["not kept", `${judged.blocked.code}: ${safe(judged.blocked.detail)}`]]
      : []),
  ];
};

const watched = (constructs: readonly string[]): string =>
  constructs.length === 0 ? "" : `, uses ${safe(constructs.join(", "))}`;

export const roundJson = ({ event, reviewed, diff }: RoundStory) =>
  visibleStrings({
    ...event,
    reviewed,
    diff: diff.known ? diff.hunks : null,
    ...(diff.known ? {} : { diffMissing: diff.why }),
  });
