import { count, grouped } from "../report/layout.ts";
import { commandLine, element, scrolling, table } from "./elements.ts";
import { changeText, shareText } from "./figures.ts";
import { highlighted } from "./highlight.ts";
import type { PageState } from "./page-state.ts";

const mostLines = 3000;

/** The program in force: the rounds that made it, what its comments count, and its text. */
export const genomeView = (state: PageState, open: (round: number) => void): HTMLElement => {
  const { overview, genome } = state.data;
  const name = overview.genome;
  return element(
    "div",
    {},
    element(
      "p",
      {},
      name
        ? `Digest ${name.sha.slice(0, 12)}, written by ${name.origin}.`
        : "No genome is on record yet; the first loop starts from the one in genome/clean_data.ts.",
    ),
    steps(state, open),
    genome === null ? element("p", {}, "Its text is not in .output/genomes.") : programText(genome),
  );
};

const steps = (state: PageState, open: (round: number) => void): HTMLElement => {
  const lineage = state.lineage();
  if (lineage.length === 0) return element("p", { class: "faint" }, "No kept round led to it.");
  const rows = lineage.map((round) => {
    const button = element(
      "button",
      { type: "button", "aria-label": `Open round ${round.round}` },
      grouped(round.round),
    );
    button.addEventListener("click", () => open(round.round));
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, button),
      element("td", { class: "words" }, round.hypothesis ?? ""),
      element("td", {}, round.right === null ? "–" : grouped(round.right)),
      element("td", {}, round.broken === null ? "–" : grouped(round.broken)),
      element("td", {}, shareText(round.fitness)),
      element(
        "td",
        {},
        round.fitness === null ? "–" : changeText(round.fitness - round.fitnessBefore),
      ),
    );
  });
  const titles = ["round", "step", "rows put right", "broken", "fitness", "gain"];
  return scrolling("Steps of the genome in force", table(titles, rows, { class: "steps" }));
};

/** Comments that count rows, as the built-in search writes them above each rule. */
const counted = /\b\d+ (?:of \d+ )?rows\b/;

const programText = (text: string): HTMLElement => {
  const lines = text.split("\n");
  const remarks = lines.flatMap((line) => {
    const remark = /^\s*\/\/ (.*)$/.exec(line)?.[1];
    return remark !== undefined && counted.test(remark) ? [remark] : [];
  });
  return element(
    "div",
    {},
    ...(remarks.length === 0
      ? []
      : [
          element("h3", {}, "What its own comments count"),
          element(
            "ul",
            { class: "remarks" },
            ...remarks.map((remark) => element("li", {}, remark)),
          ),
        ]),
    element(
      "details",
      {},
      element("summary", {}, `Its text (${count(lines.length, "line")})`),
      element(
        "pre",
        {
          class: "program",
          tabindex: 0,
          role: "region",
          "aria-label": "Text of the genome in force",
        },
        ...lines
          .slice(0, mostLines)
          .flatMap((line, at) => [
            element("span", { class: "line-number", "aria-hidden": true }, `${at + 1}`.padStart(4)),
            " ",
            ...highlighted(line),
            "\n",
          ]),
      ),
    ),
    element("p", {}, "It goes back to any earlier state, and keeps all evidence: "),
    commandLine("cleanloop reset --dry-run"),
  );
};
