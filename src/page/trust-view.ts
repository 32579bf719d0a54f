import type { ProjectOverview } from "../core/observe/overview.ts";
import type { Point } from "../core/observe/series.ts";
import { nearness } from "../report/nearness.ts";
import { drawing, element, table } from "./elements.ts";
import { shareText } from "./figures.ts";

type Reading = ProjectOverview["tripwires"][number];

const levels = ["SUPERVISED", "MONITORED", "AUTONOMOUS", "FULL_AUTO"] as const;

export const trustView = ({ trust, series }: ProjectOverview): HTMLElement =>
  element(
    "div",
    {},
    element(
      "p",
      {},
      element("strong", {}, `${trust.name} (${trust.elsewhere})`),
      `, mode ${trust.mode}${trust.caps.length === 0 ? "" : `, held back by ${trust.caps.join(", ")}`}. ${trust.reason}.`,
    ),
    element(
      "p",
      { class: "window" },
      `Window ${trust.window.length} of ${trust.windowSize}: `,
      ...trust.window.map(({ round, good }) =>
        element("span", { class: good ? "good" : "bad" }, `${good ? "✓" : "✗"} round ${round}`),
      ),
      trust.rollingScore === null ? "" : ` mean rate ${shareText(trust.rollingScore)}`,
    ),
    element("p", { class: "faint" }, `${trust.next}.`),
    ...(series.length > 0 ? [trustChart(series)] : []),
  );

const width = 600;
const rowHeight = 22;

/** The level after each round, as a stair of four steps. */
const trustChart = (series: readonly Point[]): HTMLElement => {
  const [first, last] = [series[0]?.first ?? 1, series.at(-1)?.round ?? 1];
  const x = (round: number): number =>
    last === first ? 0 : ((round - first) / (last - first)) * width;
  const y = (level: number): number => (3 - level) * rowHeight + rowHeight / 2;
  let path = "";
  for (const { first: from, round, level } of series)
    path += `${path === "" ? "M" : "H"}${x(from).toFixed(1)}${path === "" ? ` ${y(level)}` : `V${y(level)}`}H${x(round).toFixed(1)}`;
  if (last === first) path += `H${width}`;
  return element(
    "div",
    { class: "trust-chart" },
    element("ol", {}, ...[...levels].reverse().map((name) => element("li", {}, name))),
    drawing(
      "svg",
      {
        viewBox: `0 0 ${width} ${4 * rowHeight}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": `Trust over rounds ${first} to ${last}: now ${levels[series.at(-1)?.level ?? 0]}`,
      },
      ...[0, 1, 2, 3].map((level) =>
        drawing("line", { class: "grid", x1: 0, x2: width, y1: y(level), y2: y(level) }),
      ),
      drawing("path", { class: "trust-line", d: path, "vector-effect": "non-scaling-stroke" }),
    ),
  );
};

export const nearestTripwire = (readings: readonly Reading[]) =>
  readings
    .flatMap((reading) => {
      const share = nearness(reading);
      return share === null ? [] : [{ ...reading, share }];
    })
    .reduce<(Reading & { share: number }) | null>(
      (near, one) => (near && near.share >= one.share ? near : one),
      null,
    );

export const tripwiresView = ({ tripwires }: ProjectOverview): HTMLElement =>
  table(
    ["tripwire", "how near", "now", "limit"],
    tripwires.map((reading) => {
      const share = nearness(reading);
      return element(
        "tr",
        { class: reading.tripped ? "tripped" : null },
        element(
          "th",
          { scope: "row" },
          reading.name,
          element("span", { class: "faint" }, reading.detail),
        ),
        element(
          "td",
          { class: "bar" },
          bar(share),
          share === null
            ? "not known yet"
            : `${reading.tripped ? "went off, " : ""}${Math.round(share * 100)}%`,
        ),
        element("td", {}, figure(reading.value)),
        element("td", {}, figure(reading.limit)),
      );
    }),
    { class: "tripwires" },
  );

const bar = (share: number | null): SVGElement => {
  const looks = share === null ? "unknown" : share >= 1 ? "full" : share >= 0.67 ? "near" : "far";
  return drawing(
    "svg",
    { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": true },
    drawing("rect", { class: "track", width: 100, height: 10 }),
    drawing("rect", {
      class: looks,
      width: Math.max(share === null ? 0 : 1, (share ?? 0) * 100),
      height: 10,
    }),
  );
};

const figure = (value: number | null): string =>
  value === null ? "–" : Number.isInteger(value) ? String(value) : shareText(value);
