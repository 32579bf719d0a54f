import type { ProjectOverview, Situation } from "../core/observe/overview.ts";
import { count, grouped } from "../report/layout.ts";
import { commandLine, element, type Inside } from "./elements.ts";
import { changeText, momentText, moneyText, shareText, timeText } from "./figures.ts";
import type { PageState } from "./page-state.ts";
import { nearestTripwire } from "./trust-view.ts";

const situations: Readonly<Record<Situation, string>> = {
  empty: "nothing tried yet",
  running: "running now",
  stopped: "kill switch set",
  tripped: "tripwire went off",
  parked: "waits for a decision",
  "cut-short": "last run cut short",
  perfect: "everything right",
  "never-kept": "nothing kept yet",
  saturated: "nothing left to try",
  going: "can go on",
};

/** What a person wants to know in the first thirty seconds. */
export const masthead = (state: PageState): HTMLElement => {
  const { overview } = state.data;
  return element(
    "header",
    { class: "masthead" },
    element(
      "div",
      { class: "name" },
      element("p", { class: "product" }, "CleanLoop"),
      element("h1", {}, overview.project),
      element(
        "span",
        { class: `chip ${overview.next.situation}` },
        situations[overview.next.situation],
      ),
    ),
    element("p", { class: "goal" }, overview.goal),
    element("p", { class: "faint" }, runWords(overview)),
    element("div", { class: "lead" }, headline(state), nextUp(overview)),
    element(
      "dl",
      { class: "briefing" },
      ...briefing(state).map(([name, value, more]) =>
        element(
          "div",
          {},
          element("dt", {}, name),
          element(
            "dd",
            {},
            element("strong", {}, value),
            more === null ? null : element("span", {}, more),
          ),
        ),
      ),
    ),
  );
};

const runWords = ({ lastRun, running, totals }: ProjectOverview): string => {
  if (!lastRun)
    return running
      ? `${running.command} is at work since ${momentText(running.since)}`
      : "No run is on record.";
  const name = lastRun.name === null ? lastRun.run : `${lastRun.name} (${lastRun.run})`;
  const ended = running
    ? `${running.command} at work now`
    : lastRun.tripwire
      ? `tripwire ${lastRun.tripwire}`
      : (lastRun.stopReason ?? "never said that it ended");
  const until = lastRun.finishedAt === null ? "" : ` until ${momentText(lastRun.finishedAt)}`;
  return `Last run ${name}, from ${momentText(lastRun.startedAt)}${until}: ${count(lastRun.rounds, "round")}, ${grouped(lastRun.kept)} kept, ${ended}. In all ${count(totals.rounds, "round")}.`;
};

const headline = (state: PageState): HTMLElement => {
  const { series } = state.data.overview;
  const last = series.at(-1);
  const first = state.rounds[0];
  if (!last || !first)
    return element(
      "div",
      { class: "headline" },
      element("p", { class: "big" }, "0 rounds"),
      element("p", {}, "nothing has been judged, so there is no fitness to show"),
    );
  const held =
    last.holdoutFitness === null
      ? "held-out fitness not known"
      : `held out ${shareText(first.holdoutBefore)} → ${shareText(last.holdoutFitness)}`;
  return element(
    "div",
    { class: "headline" },
    element(
      "p",
      { class: "big" },
      element("span", { class: "from" }, shareText(first.fitnessBefore)),
      element("span", { class: "arrow" }, " → "),
      shareText(last.fitness),
    ),
    element(
      "p",
      {},
      `fitness of the genome in force, ${changeText(last.fitness - first.fitnessBefore)} since before round ${first.round}`,
    ),
    element("p", { class: "faint" }, `${held}; 1 is perfect`),
  );
};

const nextUp = ({ next }: ProjectOverview): HTMLElement =>
  element(
    "div",
    { class: "next" },
    element("h2", {}, "Type next"),
    commandLine(next.command),
    element("p", {}, next.why),
    element("p", { class: "safe" }, element("strong", {}, "Why it is safe: "), next.safe),
  );

type Brief = readonly [name: string, value: string, more: string | null];

const briefing = (state: PageState): Brief[] => {
  const { overview } = state.data;
  const { trust, spending, totals, pending } = overview;
  return [
    programBrief(state),
    rowsBrief(state),
    [
      "What it cost",
      spending.all.tokens === 0 && spending.all.costUsd === 0
        ? timeText(spending.all.durationMs)
        : moneyText(spending.all.costUsd),
      spending.gain > 0
        ? `${grouped(spending.all.tokens)} tokens; ${timeText(spending.all.durationMs / (spending.gain * 100))}${spending.all.costUsd > 0 ? ` and ${moneyText(spending.all.costUsd / (spending.gain * 100))}` : ""} for each 0.01 gained`
        : `${grouped(spending.all.tokens)} tokens; nothing gained yet`,
    ],
    ["How far it is trusted", trust.name, `mode ${trust.mode}: ${trust.reason}`],
    tripwireBrief(overview),
    [
      "What waits",
      pending.length === 0 ? "nothing" : count(pending.length, "candidate"),
      pending.length === 0
        ? `${count(totals.kept, "round")} kept, ${grouped(totals.reverted)} reverted`
        : pending.map(({ review }) => review).join(", "),
    ],
  ];
};

const programBrief = (state: PageState): Brief => {
  const steps = state.lineage();
  const last = steps.at(-1);
  return [
    "What changed in the program",
    steps.length === 0 ? "nothing" : count(steps.length, "step"),
    last
      ? `last, in round ${last.round}: ${last.hypothesis ?? ""}`
      : "the genome in force came from no round on record",
  ];
};

const rowsBrief = (state: PageState): Brief => {
  const known = state.lineage().filter(({ right }) => right !== null);
  if (known.length === 0) return ["Rows", "–", "no step in force has its rows on record"];
  const right = known.reduce((sum, round) => sum + (round.right ?? 0), 0);
  const broken = known.reduce((sum, round) => sum + (round.broken ?? 0), 0);
  return [
    "Rows",
    `+${grouped(right)} −${grouped(broken)}`,
    `put right and broken by the steps in force (rows that are not held out)`,
  ];
};

const tripwireBrief = (overview: ProjectOverview): Brief => {
  if (overview.tripped) return ["Tripwire", overview.tripped.name, overview.tripped.detail];
  const nearest = nearestTripwire(overview.tripwires);
  if (!nearest) return ["Nearest tripwire", "–", "too little on record to tell"];
  return nearest.share === 0
    ? ["Nearest tripwire", "none is near", "each stands at the beginning of its way"]
    : ["Nearest tripwire", `${nearest.name} ${Math.round(nearest.share * 100)}%`, nearest.detail];
};

/** Candidates that wait, each with what decides it. */
export const waiting = (state: PageState, open: (round: number) => void): Inside[] =>
  state.data.overview.pending.map(
    ({ review, round, hypothesis, fitnessBefore, fitness, reasons }) => {
      const look = element("button", { type: "button" }, "Show the change and its rows");
      look.addEventListener("click", () => open(round));
      return element(
        "article",
        { class: "decide" },
        element("h3", {}, `${review}: ${hypothesis}`),
        element(
          "p",
          {},
          `fitness ${shareText(fitnessBefore)} → ${shareText(fitness)}. It waits because: ${reasons.join("; ")}.`,
        ),
        look,
        element("p", {}, "Then decide:"),
        commandLine(`cleanloop review approve ${review}`),
        commandLine(`cleanloop review reject ${review} --reason "…"`),
      );
    },
  );
