import type { ProjectOverview } from "../core/observe/overview.ts";
import { visible } from "../domain/visible.ts";
import { chart } from "./chart.ts";
import { aligned, count, dollars, ratio, seconds, short, titled } from "./layout.ts";
import { nearness } from "./nearness.ts";
import { roundRows } from "./rounds.ts";
import type { Style } from "./style.ts";
import {
  fateLine,
  fatesLegend,
  happeningsLegend,
  happeningsLine,
  trustLine,
} from "./time-line-text.ts";
import { visibleStrings } from "./visible-strings.ts";
import { workersText } from "./workers-text.ts";

const chartHeight = 4;

/** Everything at a glance, no wider than the terminal where that can be had. */
export const observeText = (observed: ProjectOverview, width: number, style: Style): string[] => [
  headline(observed, style),
  ...nextLines(observed, style),
  ...trustLines(observed, style),
  ...fitnessCharts(observed, width, style),
  ...titled(style.strong("Spent"), spendingLines(observed)),
  ...titled(style.strong("Rounds"), roundsText(observed, width, style)),
  ...titled(style.strong("Tripwires"), tripwireLines(observed, style)),
  ...titled(style.strong("Workers"), workersText(observed.workers, style)),
  ...titled(style.strong("Waiting for a review"), pendingLines(observed)),
  ...titled(style.strong("Red team"), redTeamLines(observed, style)),
  ...titled(style.strong("Artifacts"), artifactLines(observed, style)),
];

const headline = ({ project, totals, lastRun }: ProjectOverview, style: Style): string =>
  `${style.strong("Project")}  ${visible(project, 100)}  ${count(totals.rounds, "round")}, ${count(totals.kept, "kept", "kept")}${runText(lastRun)}`;

const runText = (run: ProjectOverview["lastRun"]): string => {
  if (!run) return "";
  const name = run.name === null ? run.run : visible(run.name, 60);
  const ended = run.tripwire ? `tripwire ${run.tripwire}` : run.stopReason;
  return `; last run ${name}: ${ended ?? "not finished"}`;
};

const nextLines = ({ next, running }: ProjectOverview, style: Style): string[] => [
  ...(running
    ? [
        `${style.strong("Now")}      ${visible(running.command, 60)} is at work since ${running.since}, process ${running.pid}`,
      ]
    : []),
  `${style.strong("Next")}     ${visible(next.command, 200)}`,
  style.faint(`         ${visible(next.why, 400)}`),
  style.faint(`         ${visible(next.safe, 400)}`),
];

const spendingLines = ({ spending, focuses }: ProjectOverview): string[] => {
  const { all, gain, lastGain, sinceGain } = spending;
  if (all.rounds === 0) return [];
  const hundredths = gain * 100;
  const [inVain] = focuses;
  return [
    `  in all ${spentText(all)}`,
    ...(gain > 0
      ? [
          `  for each 0.01 gained: ${seconds(all.durationMs / hundredths)}, ${count(Math.round(all.tokens / hundredths), "token")}, ${dollars(all.costUsd / hundredths)}`,
        ]
      : []),
    ...(lastGain && sinceGain.rounds > 0
      ? [
          `  since the last gain, in round ${lastGain.round}: ${count(sinceGain.rounds, "round")}, ${spentText(sinceGain)}`,
        ]
      : []),
    ...(inVain && inVain.sinceKept > 0
      ? [
          `  the same focus without a gain: ${visible(inVain.focus, 60)}, ${count(inVain.sinceKept, "round")}`,
        ]
      : []),
  ];
};

const spentText = ({ durationMs, tokens, costUsd }: ProjectOverview["spending"]["all"]): string =>
  `${seconds(durationMs)}, ${count(tokens, "token")}, ${dollars(costUsd)}`;

const trustLines = ({ trust }: ProjectOverview, style: Style): string[] => {
  const { name, elsewhere, mode, caps, window, windowSize, rollingScore } = trust;
  const capped = caps.length === 0 ? "" : ` (caps: ${caps.join(", ")})`;
  const rate = rollingScore === null ? "" : `, mean rate ${ratio(rollingScore)}`;
  const marks = window.map(({ good }) => (good ? style.good("✓") : style.bad("✗"))).join("");
  return [
    `${style.strong("Trust")}    ${name} (${elsewhere})  mode ${mode}${capped}  window ${window.length} of ${windowSize} ${marks}${rate}`,
    style.faint(`         ${visible(trust.reason, 300)}`),
    style.faint(`         ${trust.next}`),
  ];
};

const fitnessCharts = (observed: ProjectOverview, width: number, style: Style): string[] => {
  const { start, best, totals, marks } = observed;
  const last = observed.series.at(-1);
  if (!start || !last) return [];
  const series = [start, ...observed.series];
  const size = { width, height: chartHeight };
  const held = series.map(({ bestHoldout }) => bestHoldout);
  const bestText = best ? `, best ${ratio(best.fitness)} in round ${best.round}` : "";
  const happened = happeningsLine(series, marks, width);
  return [
    ...titled(`${style.strong("Fitness")}  ${ratio(last.fitness)} in force${bestText}`, [
      ...chart(
        series.map(({ best: highest }) => highest),
        size,
      ),
      fateLine(series, width),
      ...(happened === "" ? [] : [happened]),
      style.faint(
        `      best so far, from the start over ${count(totals.rounds, "round")}: ${fatesLegend}`,
      ),
      ...(happened === "" ? [] : [style.faint(`      ${happeningsLegend}`)]),
    ]),
    ...titled(
      `${style.strong("Held-out fitness")}  ${last.holdoutFitness === null ? "not known" : ratio(last.holdoutFitness)}`,
      held.every((value) => value === null) ? [] : chart(held, size),
    ),
    ...titled(
      `${style.strong("Trust over time")}  from level ${start.level} to ${last.level} of 3`,
      [trustLine(series, width)],
    ),
  ];
};

const roundsText = (observed: ProjectOverview, width: number, style: Style): string[] =>
  observed.rounds.length === 0
    ? ["  none yet: cleanloop loop begins them"]
    : roundRows(observed.rounds, width, style);

const tripwireLines = ({ tripwires }: ProjectOverview, style: Style): string[] =>
  aligned([
    ["", "tripwire", "now", "limit", "how near", ""].map(style.faint),
    ...tripwires.map((reading) => [
      reading.tripped ? style.bad("✗") : style.good("✓"),
      reading.name,
      figure(reading.value),
      figure(reading.limit),
      bar(nearness(reading), style),
      style.faint(visible(reading.detail, 200)),
    ]),
  ]);

const barLength = 10;

const bar = (near: number | null, style: Style): string => {
  if (near === null) return "not known yet";
  const filled = Math.round(near * barLength);
  const text = `${"█".repeat(filled)}${"░".repeat(barLength - filled)}`;
  return near >= 1 ? style.bad(text) : near >= 0.67 ? style.warn(text) : text;
};

const figure = (value: number | null): string => {
  if (value === null) return "–";
  return Number.isInteger(value) ? String(value) : ratio(value);
};

const pendingLines = ({ pending }: ProjectOverview): string[] =>
  aligned(
    pending.map(({ review, round, sha, hypothesis }) => [
      visible(review, 40),
      `round ${round}`,
      short(sha),
      visible(hypothesis, 60),
      `cleanloop review show ${visible(review, 40)}`,
    ]),
  );

const redTeamLines = ({ redTeam }: ProjectOverview, style: Style): string[] => {
  if (!redTeam) return [style.faint("  not on record: cleanloop sandbox --red-team")];
  const { at, backend, contained, total, lost } = redTeam;
  const mark = lost.length === 0 ? style.good("✓") : style.bad("✗");
  return [
    `  ${mark}  ${contained} of ${count(total, "hostile program")} contained on ${backend}, ${at}`,
    ...aligned(
      lost.map(({ name, evidence }) => [style.bad("✗"), visible(name, 60), visible(evidence, 160)]),
    ),
  ];
};

const artifactLines = ({ artifacts }: ProjectOverview, style: Style): string[] =>
  aligned(
    artifacts.map(({ path, state, command }) => [
      state === "present" ? style.good("✓") : style.warn("✗"),
      visible(path, 200),
      state,
      state === "present" ? "" : style.faint(command),
    ]),
  );

/** The fields that the contract names, and what else there is to see. */
export const observeJson = (observed: ProjectOverview) => visibleStrings(observed);

export const reportWrittenText = (path: string, bytes: number, style: Style): string[] => [
  `${style.good("written")}  ${visible(path, 400)}, ${count(Math.ceil(bytes / 1000), "kB", "kB")}: open it in any browser; it needs no network`,
];

export const watchingText = "Watching the trail; Ctrl-C ends it.";
