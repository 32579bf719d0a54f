import type { Mark } from "../core/observe/marks.ts";
import type { Point } from "../core/observe/series.ts";
import { grouped } from "../report/layout.ts";
import type { PageRound } from "../report/page-data.ts";
import { markLetter } from "../report/time-line-text.ts";
import { drawing, element } from "./elements.ts";
import { fateNames, fateOfRound, roundSummary, shareText } from "./figures.ts";
import { markText } from "./time-line.ts";

const edges = { left: 44, right: 16, top: 26, bottom: 46 };
/** Beyond so many rounds, what is not kept is drawn as a band. */
const mostMarks = 1500;
const mostKeptMarks = 400;
/** Below the axis: rounds without a figure. */
const railOffset = 16;

interface Scale {
  readonly width: number;
  readonly height: number;
  readonly x: (round: number) => number;
  readonly roundAt: (x: number) => number;
  readonly y: (fitness: number) => number;
  readonly floor: number;
}

export interface HeroChart {
  readonly root: HTMLElement;
  draw(rounds: readonly PageRound[], series: readonly Point[], marks: readonly Mark[]): void;
}

/** The best so far as a stair, and each round as a mark: one control that arrows move through. */
export const heroChart = (open: (round: number) => void): HeroChart => {
  const canvas = drawing("svg", { class: "hero", role: "img", "aria-label": "Fitness by round" });
  const tip = element("div", { class: "tip", hidden: true });
  const slider = element("div", {
    class: "hero-cursor",
    role: "slider",
    tabindex: 0,
    "aria-label": "Round, arrow keys move, Enter opens it",
    "aria-valuemin": 0,
    "aria-valuemax": 0,
    "aria-valuenow": 0,
  });
  const plot = element("div", { class: "hero-plot" }, canvas, slider, tip);
  const root = element("figure", { class: "hero-figure" }, plot, legend());
  let drawn: {
    rounds: readonly PageRound[];
    series: readonly Point[];
    marks: readonly Mark[];
  } | null = null;
  let scale: Scale | null = null;
  let at = -1;

  const render = (): void => {
    if (!drawn) return;
    const { rounds, series, marks } = drawn;
    scale = scaleFor(plot.clientWidth, rounds, series);
    canvas.setAttribute("viewBox", `0 0 ${scale.width} ${scale.height}`);
    canvas.setAttribute("height", String(scale.height));
    canvas.replaceChildren(...picture(scale, rounds, series, marks));
    canvas.setAttribute("aria-label", describe(rounds, series));
    slider.setAttribute("aria-valuemin", String(rounds[0]?.round ?? 0));
    slider.setAttribute("aria-valuemax", String(rounds.at(-1)?.round ?? 0));
    point(at);
  };
  const point = (place: number): void => {
    const round = drawn?.rounds[place];
    canvas.querySelector(".cursor")?.remove();
    tip.hidden = !round;
    slider.setAttribute("aria-valuenow", String(round?.round ?? drawn?.rounds[0]?.round ?? 0));
    slider.setAttribute("aria-valuetext", round ? roundSummary(round) : "no round chosen");
    if (!round || !scale) return;
    at = place;
    const x = scale.x(round.round);
    const y = markHeight(scale, round);
    canvas.append(
      drawing(
        "g",
        { class: "cursor" },
        drawing("line", {
          x1: x,
          x2: x,
          y1: edges.top,
          y2: scale.height - edges.bottom + railOffset,
        }),
        drawing("circle", { cx: x, cy: y, r: 8 }),
      ),
    );
    tip.replaceChildren(
      element("strong", {}, roundSummary(round)),
      element("span", {}, round.hypothesis ?? round.reason),
    );
    const left = Math.min(Math.max(0, x - 130), Math.max(0, scale.width - 280));
    tip.style.setProperty("left", `${left}px`);
    tip.style.setProperty("top", `${y > scale.height / 2 ? Math.max(0, y - 100) : y + 18}px`);
  };
  const nearest = (event: MouseEvent): number => {
    const { rounds } = drawn ?? { rounds: [] };
    if (!scale || rounds.length === 0) return -1;
    const round = scale.roundAt(event.clientX - plot.getBoundingClientRect().left);
    const place = Math.round(round) - (rounds[0]?.round ?? 0);
    return Math.min(rounds.length - 1, Math.max(0, place));
  };
  slider.addEventListener("pointermove", (event) => point(nearest(event)));
  slider.addEventListener("pointerleave", () => {
    if (document.activeElement !== slider) tip.hidden = true;
  });
  slider.addEventListener("click", (event) => {
    point(nearest(event));
    const round = drawn?.rounds[at];
    if (round) open(round.round);
  });
  slider.addEventListener("focus", () => point(at < 0 ? (drawn?.rounds.length ?? 0) - 1 : at));
  slider.addEventListener("blur", () => {
    tip.hidden = true;
  });
  slider.addEventListener("keydown", (event) => {
    const last = (drawn?.rounds.length ?? 0) - 1;
    const page = Math.max(1, Math.round(last / 20));
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageUp: at + page,
      PageDown: at - page,
      Home: 0,
      End: last,
    };
    const place = places[event.key];
    const round = drawn?.rounds[at];
    if ((event.key === "Enter" || event.key === " ") && round) {
      event.preventDefault();
      open(round.round);
    }
    if (place === undefined) return;
    event.preventDefault();
    point(Math.min(last, Math.max(0, place)));
  });
  new ResizeObserver(render).observe(plot);
  return {
    root,
    draw: (rounds, series, marks) => {
      drawn = { rounds, series, marks };
      render();
    },
  };
};

const scaleFor = (width: number, rounds: readonly PageRound[], series: readonly Point[]): Scale => {
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

const picture = (
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

const markHeight = (scale: Scale, { fitness }: PageRound): number =>
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

const describe = (rounds: readonly PageRound[], series: readonly Point[]): string => {
  const [first, last] = [rounds[0], series.at(-1)];
  if (!first || !last) return "Fitness by round: no round yet";
  return `Fitness by round: from ${shareText(first.fitnessBefore)} before round ${first.round} to a best of ${shareText(last.best)} after round ${last.round}`;
};

const legend = (): HTMLElement => {
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
