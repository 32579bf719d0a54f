import type { ProjectOverview } from "../core/observe/overview.ts";
import { visible } from "../domain/visible.ts";
import { chart } from "./chart.ts";
import { aligned, count, ratio, short, titled } from "./layout.ts";
import { roundRows } from "./rounds.ts";
import type { Style } from "./style.ts";
import { visibleStrings } from "./visible-strings.ts";

const chartHeight = 4;

/** Everything at a glance, no wider than the terminal where that can be had. */
export const observeText = (observed: ProjectOverview, width: number, style: Style): string[] => [
  headline(observed, style),
  ...trustLines(observed, style),
  ...fitnessCharts(observed, width, style),
  ...titled(style.strong("Rounds"), roundsText(observed, width, style)),
  ...titled(style.strong("Tripwires"), tripwireLines(observed, style)),
  ...titled(style.strong("Waiting for a review"), pendingLines(observed)),
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
  const { series, best, totals } = observed;
  const last = series.at(-1);
  if (!last) return [];
  const size = { width, height: chartHeight };
  const held = series.map(({ holdoutFitness }) => holdoutFitness);
  const bestText = best ? `, best ${ratio(best.fitness)} in round ${best.round}` : "";
  return [
    ...titled(
      `${style.strong("Fitness")}  ${ratio(last.fitness)} in force${bestText}`,
      chart(
        series.map(({ fitness }) => fitness),
        size,
      ),
    ),
    ...titled(
      `${style.strong("Held-out fitness")}  ${last.holdoutFitness === null ? "not known" : ratio(last.holdoutFitness)}`,
      held.every((value) => value === null) ? [] : chart(held, size),
    ),
    style.faint(`      over ${count(totals.rounds, "round")}`),
  ];
};

const roundsText = (observed: ProjectOverview, width: number, style: Style): string[] =>
  observed.rounds.length === 0
    ? ["  none yet: cleanloop loop begins them"]
    : roundRows(observed.rounds, width, style);

const tripwireLines = ({ tripwires }: ProjectOverview, style: Style): string[] =>
  aligned([
    ["", "tripwire", "now", "limit", ""].map(style.faint),
    ...tripwires.map(({ name, value, limit, tripped, detail }) => [
      tripped ? style.bad("✗") : style.good("✓"),
      name,
      figure(value),
      figure(limit),
      style.faint(visible(detail, 200)),
    ]),
  ]);

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
