import { endedBelow, type LoopResult, type StopReason } from "../core/loop/finish.ts";
import type { RoundStatus } from "../core/loop/running-loop.ts";
import type { StopResult } from "../core/stop.ts";
import type { Unexplained } from "../domain/proposing.ts";
import { visible } from "../domain/visible.ts";
import { adviceFor } from "../policy/tripwires/index.ts";
import { nameOf } from "../policy/trust/index.ts";
import { count, dollars, ratio, short } from "./layout.ts";
import type { Style } from "./style.ts";

/** What goes on, and how things stand, in the one line that a terminal keeps. */
export const stageText = (now: string, standing?: RoundStatus): string =>
  standing
    ? `round ${standing.round}: ${now}  fitness ${ratio(standing.fitness)}, ${nameOf(standing.level)} `
    : now;

export const challengesText = (files: readonly string[]): string =>
  `challenge files are active: ${files.map((file) => visible(file, 100)).join(", ")}`;

export const candidatesAloneText =
  "--candidates says how many with --rerank; without it, each round has one";

/** The calm last screen: what changed, why it stopped, what to do next. */
export const loopText = (result: LoopResult, failUnder: number, style: Style): string[] => [
  "",
  `${style.strong("Stopped")}  ${stopText(result, style)}`,
  `${style.strong("Rounds")}   ${count(result.rounds, "round")}, ${result.kept} kept`,
  ...fitnessText(result, style),
  `${style.strong("Trust")}    ${result.trust.name} (${result.trust.mode})${forcedText(result)}`,
  ...(result.tokens > 0 || result.costUsd > 0
    ? [`${style.strong("Spent")}    ${count(result.tokens, "token")}, ${dollars(result.costUsd)}`]
    : []),
  ...(result.genome ? [`${style.strong("Genome")}   ${short(result.genome)}`] : []),
  ...(result.head ? [`${style.strong("Head")}     ${result.head}`] : []),
  ...(result.unrecorded ? [style.bad(`Not on record: ${result.unrecorded}`)] : []),
  ...(endedBelow(result, failUnder)
    ? [style.bad(`Below --fail-under ${failUnder}: ${lowestText(result)}`)]
    : []),
  ...nextText(result).map((line, at) =>
    at === 0 ? `${style.strong("Next")}     ${line}` : `         ${line}`,
  ),
  ...saturatedText(result, style),
];

const stopTexts: Record<Exclude<StopReason, "tripwire">, string> = {
  perfect: "every check passes and both fitnesses are 1",
  saturated: "the proposer has nothing left to try",
  "max-iterations": "the rounds that were asked for are done",
  "awaiting-review": "what is left to do waits for a person",
  stopped: "the kill switch was pulled",
  interrupted: "a signal asked for the end",
};

const stopText = (result: LoopResult, style: Style): string =>
  result.stopReason === "tripwire"
    ? style.bad(`tripwire ${result.tripwire}`)
    : `${result.stopReason}: ${stopTexts[result.stopReason]}`;

const fitnessText = (
  { fitnessBefore, fitnessAfter, holdoutFitness, score }: LoopResult,
  style: Style,
): string[] => {
  if (fitnessBefore === null || fitnessAfter === null) return [];
  const held = holdoutFitness === null ? "" : `, held out ${ratio(holdoutFitness)}`;
  const passed = score ? `, score ${score.passed}/${score.total}` : "";
  return [
    `${style.strong("Fitness")}  ${ratio(fitnessBefore)} → ${ratio(fitnessAfter)}${held}${passed}`,
  ];
};

const lowestText = ({ fitnessAfter, holdoutFitness }: LoopResult): string =>
  holdoutFitness === null
    ? `fitness ${ratio(fitnessAfter ?? 0)}`
    : `fitness ${ratio(fitnessAfter ?? 0)}, held out ${ratio(holdoutFitness)}`;

const mostColumns = 10;

/** What is not explained, so that a person sees what to add or to change. */
const saturatedText = ({ saturated }: LoopResult, style: Style): string[] => {
  if (!saturated) return [];
  const { fitness, reason, unexplained } = saturated;
  const more = unexplained.length - mostColumns;
  return [
    `${style.strong("Left")}     nothing left to try at fitness ${ratio(fitness)}: ${visible(reason, 300)}`,
    ...unexplained.slice(0, mostColumns).map((column) => `         ${unexplainedText(column)}`),
    ...(more > 0 ? [`         and ${count(more, "column")} more`] : []),
  ];
};

const unexplainedText = ({ column, rows, example, settle }: Unexplained): string => {
  const shown = example
    ? `, such as ${cellText(example.before)} → ${cellText(example.wanted)}`
    : "";
  return `${visible(column, 60)}: not explained in ${count(rows, "row")}${shown}; ${visible(settle, 200)}`;
};

const cellText = (cell: string): string => `"${visible(cell, 60)}"`;

const forcedText = ({ forceReview }: LoopResult): string =>
  forceReview ? ", but --force-review asks for a review of every change" : "";

const nextText = (result: LoopResult): string[] => {
  if (result.unrecorded !== null)
    return [
      "look at what is wrong with the trail: cleanloop verify",
      "then: bring trail.jsonl and head.json back from a copy, or move both away to begin a new trail",
    ];
  if (result.stopReason === "tripwire") {
    const { lookAt, command } = adviceFor(result.tripwire);
    return [`look at ${lookAt}`, `then: ${command}`];
  }
  switch (result.stopReason) {
    case "perfect":
      return ["cleanloop challenge makes it harder; cleanloop observe shows how it got here"];
    case "saturated":
      return [
        "cleanloop evaluate shows what is missing; another proposer, more gold or a person may help",
      ];
    case "max-iterations":
      return ["cleanloop loop goes on from here"];
    case "awaiting-review":
      return result.pending.flatMap(({ review, hypothesis }) => [
        `cleanloop review show ${review}  (${visible(hypothesis, 100)})`,
        `cleanloop review approve ${review}, or: cleanloop review reject ${review} --reason "…"`,
      ]);
    case "stopped":
      return ["cleanloop stop --clear, then cleanloop loop goes on from here"];
    case "interrupted":
      return ["cleanloop loop goes on from here"];
  }
};

/** The last line of `loop --json`. */
export const loopSummary = (result: LoopResult) => ({ type: "summary", ...result });

export const killSwitchText = ({ path, standing, changed }: StopResult): string[] => {
  if (standing)
    return [
      changed ? `${path} is set: a running loop ends now` : `${path} was set already`,
      "no loop starts until: cleanloop stop --clear",
    ];
  return [changed ? `${path} is gone: loops may start again` : `${path} was not set`];
};
