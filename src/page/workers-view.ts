import type { WorkersSeen } from "../core/observe/workers-seen.ts";
import { count, grouped, short } from "../report/layout.ts";
import { type LanePlace, lanePlaces } from "../report/worker-lanes.ts";
import { drawing, element, scrolling, table } from "./elements.ts";
import { timeText } from "./figures.ts";

/** More places than this are not told apart by eye. */
const mostPlaces = 120;
const laneHeight = 18;

/** Who ran candidates for the last run that had workers, and how each fared round by round. */
export const workersView = (seen: WorkersSeen): HTMLElement => {
  const places = lanePlaces(seen, mostPlaces);
  const [lane = []] = places.values();
  const span = `rounds ${lane[0]?.round ?? "–"} to ${lane.at(-1)?.round ?? "–"}`;
  return element(
    "div",
    {},
    scrolling(
      "Table of workers",
      table(
        ["worker", "isolation", "hostile programs", span, "runs", "time", "lost", "cut off"],
        seen.lanes.map((one) => laneRow(one, places.get(one.worker) ?? [])),
        { class: "workers" },
      ),
      legend(),
    ),
    incidents(seen),
  );
};

const laneRow = (
  { worker, enrolled, state, why, runs, runMs, lost, cutOff }: WorkersSeen["lanes"][number],
  places: readonly LanePlace[],
): HTMLElement =>
  element(
    "tr",
    {},
    element(
      "th",
      { scope: "row" },
      worker,
      why === null ? null : element("span", { class: "missing" }, `${state}: ${why}`),
    ),
    element("td", {}, enrolled?.backend ?? "–"),
    element("td", {}, enrolled ? `${enrolled.contained} of ${enrolled.total} contained` : "–"),
    element(
      "td",
      { class: "strip" },
      strip(places),
      element("span", { class: "unseen" }, said(places)),
    ),
    element("td", {}, grouped(runs)),
    element("td", {}, timeText(runMs)),
    element("td", {}, grouped(lost)),
    element("td", {}, grouped(cutOff)),
  );

/** As high as the worker had a part in the round. */
const strip = (places: readonly LanePlace[]): SVGElement =>
  drawing(
    "svg",
    {
      viewBox: `0 0 ${Math.max(1, places.length)} ${laneHeight}`,
      preserveAspectRatio: "none",
      "aria-hidden": true,
    },
    ...places.map(({ sign, share }, x) => {
      if (sign === "nothing")
        return drawing("rect", { class: sign, x, y: laneHeight - 1, width: 0.9, height: 1 });
      const height = sign === "served" ? Math.max(2, share * laneHeight) : laneHeight;
      return drawing("rect", { class: sign, x, y: laneHeight - height, width: 0.9, height });
    }),
  );

/** The same for who cannot see it. */
const said = (places: readonly LanePlace[]): string => {
  const odd = places.filter(({ sign }) => sign !== "served" && sign !== "nothing");
  const served = count(places.filter(({ runs }) => runs > 0).length, "round");
  return [`runs in ${served}`, ...odd.map(({ round, sign }) => `${sign} in round ${round}`)].join(
    ", ",
  );
};

const incidents = ({ quarantined, outages }: WorkersSeen): HTMLElement | null =>
  quarantined.length + outages.length === 0
    ? null
    : element(
        "ul",
        { class: "incidents" },
        ...quarantined.map(({ genome, detail }) =>
          element("li", {}, `${short(genome)} quarantined: ${detail}`),
        ),
        ...outages.map(({ round, waiting, detail }) =>
          element(
            "li",
            {},
            `Round ${round}: the queue was out of reach with ${count(waiting, "run")} under way: ${detail}`,
          ),
        ),
      );

const legend = (): HTMLElement =>
  element(
    "p",
    { class: "legend" },
    ...(
      [
        ["served", "runs made, the higher the more"],
        ["lost", "a run lost"],
        ["cut-off", "cut off from the queue"],
        ["shut-out", "shut out"],
      ] as const
    ).map(([name, words]) =>
      element(
        "span",
        {},
        drawing(
          "svg",
          { width: 20, height: 12, "aria-hidden": true, class: "lane" },
          drawing("rect", { class: name, width: 20, height: 12 }),
        ),
        words,
      ),
    ),
  );
