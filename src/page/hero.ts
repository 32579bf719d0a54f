import type { Mark } from "../core/observe/marks.ts";
import type { Point } from "../core/observe/series.ts";
import type { PageRound } from "../report/page-data.ts";
import { drawing, element } from "./elements.ts";
import { roundSummary } from "./figures.ts";
import {
  chartInWords,
  edges,
  legend,
  markHeight,
  picture,
  railOffset,
  type Scale,
  scaleFor,
} from "./hero-picture.ts";

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
    canvas.setAttribute("aria-label", chartInWords(rounds, series));
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
