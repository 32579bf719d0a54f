import type { Mark } from "../core/observe/marks.ts";
import type { Point } from "../core/observe/series.ts";
import { grouped } from "../report/layout.ts";
import type { PageRound } from "../report/page-data.ts";
import { markLetter } from "../report/time-line-text.ts";
import { drawing, element } from "./elements.ts";
import { fateNames, fateOfRound, shareText } from "./figures.ts";
import { markText } from "./time-line.ts";

export const edges = { left: 44, right: 16, top: 26, bottom: 46 };
/** Beyond so many rounds, what is not kept is drawn as a band. */
const mostMarks = 1500;
const mostKeptMarks = 400;
/** Below the axis: rounds without a figure. */
export const railOffset = 16;

export interface Scale {
  readonly width: number;
  readonly height: number;
  readonly x: (round: number) => number;
  readonly roundAt: (x: number) => number;
  readonly y: (fitness: number) => number;
  readonly floor: number;
}

export const scaleFor = (
  width: number,
  rounds: readonly PageRound[],
  series: readonly Point[],
): Scale => {
  const height = width < 560 ? 260 : 340;
  const lowest = Math.min(
    ...series.flatMap(({ fitness, best, bestHoldout }) => [fitness, best, bestHoldout ?? 1]),
    ...(rounds.length > mostMarks ? [] : rounds.flatMap(({ fitness }) => fitness ?? [])),
    0.9,
  );
  const floor = Math.max(0, Math.floor(lowest * 10) / 10);
  const first = series[0]?.first ?? 0;
  const span = Math.max(1, (rounds.at(-1)?.round ?? 1) - first);
  const room = Math.max(1, width - edges.left - edges.right);
  return {
    width,
    height,
    floor,
    x: (round) => edges.left + ((round - first) / span) * room,
    roundAt: (x) => first + ((x - edges.left) / room) * span,
    y: (fitness) =>
      edges.top +
      (1 - (Math.max(fitness, floor) - floor) / (1 - floor)) * (height - edges.top - edges.bottom),
  };
};

export const picture = (
  scale: Scale,
  rounds: readonly PageRound[],
  series: readonly Point[],
  marks: readonly Mark[],
): SVGElement[] => {
  const best = stair(scale, series, (point) => point.best);
  const held = stair(scale, series, ({ bestHoldout }) => bestHoldout);
  return [
    ...grid(scale, rounds, series[0]),
    ...happenings(scale, marks),
    drawing("path", { class: "area", d: `${best}${closing(scale, series)}` }),
    drawing("path", { class: "stair-held", d: held }),
    drawing("path", { class: "stair", d: best }),
    ...startMark(scale, series[0]),
    ...(rounds.length > mostMarks
      ? crowd(scale, rounds)
      : rounds.map((round) => roundMark(scale, round))),
  ];
};

/** What the first round had to beat. */
const startMark = (scale: Scale, start: Point | undefined): SVGElement[] =>
  start
    ? [
        drawing(
          "circle",
          { class: "start", cx: scale.x(start.round), cy: scale.y(start.fitness), r: 3.5 },
          drawing("title", {}, `before round ${start.round + 1}: ${shareText(start.fitness)}`),
        ),
      ]
    : [];

const grid = (
  scale: Scale,
  rounds: readonly PageRound[],
  start: Point | undefined,
): SVGElement[] => {
  const steps = scale.floor >= 0.8 ? [0.8, 0.85, 0.9, 0.95, 1] : [0, 0.2, 0.4, 0.6, 0.8, 1];
  const right = scale.width - edges.right;
  const lines = steps
    .filter((step) => step >= scale.floor)
    .flatMap((step) => [
      drawing("line", {
        class: "grid",
        x1: edges.left,
        x2: right,
        y1: scale.y(step),
        y2: scale.y(step),
      }),
      drawing(
        "text",
        { class: "tick", x: edges.left - 8, y: scale.y(step) + 4, "text-anchor": "end" },
        step.toFixed(step * 10 === Math.round(step * 10) ? 1 : 2),
      ),
    ]);
  const middle = rounds.length > 2 ? rounds[Math.floor(rounds.length / 2)] : undefined;
  const labels = [
    ...(start ? [{ at: start.round, words: "start", anchor: "start" }] : []),
    ...(middle ? [{ ...labelOf(middle), anchor: "middle" }] : []),
    ...rounds.slice(-1).map((round) => ({ ...labelOf(round), anchor: "end" })),
  ].map(({ at, words, anchor }) =>
    drawing(
      "text",
      { class: "tick", x: scale.x(at), y: scale.height - 8, "text-anchor": anchor },
      words,
    ),
  );
  return [...lines, ...labels];
};

const labelOf = ({ round }: PageRound) => ({ at: round, words: `round ${grouped(round)}` });

/** Steps at each change; where the figure is not known, the line is interrupted. */
const stair = (
  scale: Scale,
  series: readonly Point[],
  figure: (point: Point) => number | null,
): string => {
  let path = "";
  let on = false;
  for (const point of series) {
    const value = figure(point);
    if (value === null) {
      on = false;
      continue;
    }
    const y = scale.y(value).toFixed(1);
    const [from, to] = [scale.x(point.first).toFixed(1), scale.x(point.round).toFixed(1)];
    path += on ? `H${from}V${y}H${to}` : `M${from} ${y}H${to}`;
    on = true;
  }
  return path;
};

const closing = (scale: Scale, series: readonly Point[]): string => {
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last) return "";
  const bottom = scale.y(scale.floor).toFixed(1);
  return `L${scale.x(last.round).toFixed(1)} ${bottom}L${scale.x(first.first).toFixed(1)} ${bottom}Z`;
};

export const markHeight = (scale: Scale, { fitness }: PageRound): number =>
  fitness === null ? scale.height - edges.bottom + railOffset : scale.y(fitness);

/** A shape of its own for each fate: colours alone tell nobody who cannot see them apart. */
const roundMark = (scale: Scale, round: PageRound): SVGElement => {
  const fate = fateOfRound(round);
  const [x, y] = [scale.x(round.round), markHeight(scale, round)];
  return drawing("path", {
    class: `mark ${fate}`,
    "data-round": round.round,
    d: shapes[fate](x, y),
  });
};

const circle =
  (radius: number) =>
  (x: number, y: number): string =>
    `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;

const shapes: Readonly<Record<ReturnType<typeof fateOfRound>, (x: number, y: number) => string>> = {
  kept: circle(5),
  reverted: circle(3.5),
  rejected: (x, y) => `M${x - 3.5} ${y - 3.5}l7 7M${x - 3.5} ${y + 3.5}l7 -7`,
  pending: (x, y) => `M${x} ${y - 6}l6 6l-6 6l-6 -6Z`,
  void: (x, y) => `M${x - 4} ${y}h8`,
};

/** For very many rounds: what was tried as a band, and the kept ones that there is room for. */
const crowd = (scale: Scale, rounds: readonly PageRound[]): SVGElement[] => {
  const lows = new Map<number, { low: number; high: number }>();
  const kept: PageRound[] = [];
  for (const round of rounds) {
    if (fateOfRound(round) === "kept") kept.push(round);
    if (round.fitness === null) continue;
    const column = Math.round(scale.x(round.round));
    const seen = lows.get(column) ?? { low: 1, high: 0 };
    lows.set(column, {
      low: Math.min(seen.low, round.fitness),
      high: Math.max(seen.high, round.fitness),
    });
  }
  const band = [...lows]
    .map(
      ([x, { low, high }]) => `M${x} ${scale.y(low).toFixed(1)}V${(scale.y(high) - 1).toFixed(1)}`,
    )
    .join("");
  const step = Math.max(1, Math.ceil(kept.length / mostKeptMarks));
  return [
    drawing("path", { class: "band", d: band }),
    ...kept.filter((_, place) => place % step === 0).map((round) => roundMark(scale, round)),
  ];
};

const happenings = (scale: Scale, marks: readonly Mark[]): SVGElement[] => {
  const taken = new Set<number>();
  return marks.flatMap((mark) => {
    const letter = markLetter(mark);
    if (letter === null) return [];
    const x = scale.x(mark.after) + (mark.after === 0 ? 0 : 6);
    const column = Math.round(Math.min(Math.max(x, edges.left), scale.width - edges.right) / 14);
    if (taken.has(column)) return [];
    taken.add(column);
    const place = Math.min(Math.max(x, edges.left), scale.width - edges.right);
    return [
      drawing(
        "g",
        { class: `happening ${mark.kind}` },
        drawing("title", {}, markText(mark)),
        drawing("line", {
          x1: place,
          x2: place,
          y1: edges.top - 6,
          y2: scale.height - edges.bottom,
        }),
        drawing("circle", { cx: place, cy: edges.top - 13, r: 8 }),
        drawing("text", { x: place, y: edges.top - 9, "text-anchor": "middle" }, letter),
      ),
    ];
  });
};

export const chartInWords = (rounds: readonly PageRound[], series: readonly Point[]): string => {
  const [first, last] = [rounds[0], series.at(-1)];
  if (!first || !last) return "Fitness by round: no round yet";
  return `Fitness by round: from ${shareText(first.fitnessBefore)} before round ${first.round} to a best of ${shareText(last.best)} after round ${last.round}`;
};

export const legend = (): HTMLElement => {
  const fates = ["kept", "reverted", "rejected", "pending", "void"] as const;
  return element(
    "figcaption",
    { class: "legend" },
    key("stair", "M0 8H10V3H20", "best fitness so far"),
    key("stair-held", "M0 8H10V3H20", "best held-out fitness"),
    ...fates.map((fate) => key(`mark ${fate}`, shapes[fate](10, 6), fateNames[fate])),
  );
};

const key = (name: string, shape: string, words: string): HTMLElement =>
  element(
    "span",
    {},
    drawing(
      "svg",
      { width: 20, height: 12, viewBox: "0 0 20 12", "aria-hidden": true },
      drawing("path", { class: name, d: shape }),
    ),
    words,
  );
