import type { ProjectOverview } from "../core/observe/overview.ts";
import { count, grouped } from "../report/layout.ts";
import { commandLine, element, scrolling, table } from "./elements.ts";
import { momentText, moneyText, shareText, timeText } from "./figures.ts";
import type { PageState } from "./page-state.ts";

/** What everything above rests on, and how to check it without this page. */
export const evidenceView = ({ data: { overview, made, version } }: PageState): HTMLElement => {
  const { head, events, seals } = overview;
  return element(
    "div",
    {},
    element(
      "p",
      {},
      `Everything here was read from .output/trail.jsonl (${count(events, "event")}) and the files beside it. The trail is a chain of digests; keep the last one elsewhere, and this tells whether anything was rewritten since:`,
    ),
    head === null
      ? element("p", {}, "There is no trail yet.")
      : commandLine(`cleanloop verify --head ${head}`),
    element("p", {}, "This runs every kept genome again and compares with what was recorded:"),
    commandLine("cleanloop verify --rescore"),
    element(
      "dl",
      { class: "digests" },
      ...Object.entries({ ...(head === null ? {} : { "trail head": head }), ...seals }).map(
        ([name, digest]) =>
          element(
            "div",
            {},
            element("dt", {}, name),
            element("dd", {}, element("code", {}, digest)),
          ),
      ),
    ),
    element("h3", {}, "Red team"),
    ...redTeamView(overview),
    commandLine("cleanloop sandbox --red-team"),
    element("p", { class: "faint" }, `Made ${momentText(made)} by CleanLoop ${version}.`),
  );
};

const redTeamView = ({ redTeam }: ProjectOverview): HTMLElement[] => {
  if (!redTeam)
    return [
      element(
        "p",
        {},
        "No result is on record. This tries hostile programs against copies of this project, on this machine:",
      ),
    ];
  const { at, backend, contained, total, lost } = redTeam;
  return [
    element(
      "p",
      { class: lost.length === 0 ? "present" : "missing" },
      `${lost.length === 0 ? "✓" : "✗"} ${grouped(contained)} of ${count(total, "hostile program")} contained on ${backend}, ${momentText(at)}.`,
    ),
    ...(lost.length === 0
      ? []
      : [
          scrolling(
            "Table of the hostile programs that got through",
            table(
              ["got through", "evidence"],
              lost.map(({ name, evidence }) =>
                element(
                  "tr",
                  {},
                  element("th", { scope: "row" }, name),
                  element("td", {}, evidence),
                ),
              ),
            ),
          ),
        ]),
    element("p", {}, "This lets them loose again, on copies of this project and on this machine:"),
  ];
};

export const artifactsView = ({ artifacts }: ProjectOverview): HTMLElement =>
  scrolling(
    "Table of artifacts",
    table(
      ["file", "state", "made anew by"],
      artifacts.map(({ path, state, command }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, element("code", {}, path)),
          element("td", { class: state }, `${state === "present" ? "✓" : "✗"} ${state}`),
          element("td", {}, state === "present" ? "" : element("code", {}, command)),
        ),
      ),
    ),
  );

/** What was spent, and what was gone after in vain for longest. */
export const spendingView = ({ spending, focuses }: ProjectOverview): HTMLElement => {
  const { all, lastGain, sinceGain } = spending;
  const rows = [
    ["all rounds", all, spending.gain],
    ["up to the last gain", lastGain, lastGain?.gain ?? null],
    ["since then", sinceGain, null],
  ] as const;
  return element(
    "div",
    {},
    table(
      ["", "rounds", "time", "tokens", "cost", "gain"],
      rows.flatMap(([name, spent, gain]) =>
        spent === null
          ? []
          : [
              element(
                "tr",
                {},
                element("th", { scope: "row" }, name),
                ...[
                  grouped(spent.rounds),
                  timeText(spent.durationMs),
                  grouped(spent.tokens),
                  moneyText(spent.costUsd),
                  gain === null ? "–" : shareText(gain),
                ].map((text) => element("td", {}, text)),
              ),
            ],
      ),
    ),
    element("h3", {}, "The same focus without a gain"),
    element(
      "ul",
      {},
      ...focuses
        .slice(0, 8)
        .map(({ focus, rounds, kept, sinceKept }) =>
          element(
            "li",
            {},
            `${focus}: ${count(rounds, "round")}, ${grouped(kept)} kept, ${sinceKept === 0 ? "the last one kept" : `${count(sinceKept, "round")} since one was kept`}`,
          ),
        ),
    ),
  );
};
