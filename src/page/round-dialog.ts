import type { RoundStory } from "../core/observe/round-story.ts";
import { count, grouped } from "../report/layout.ts";
import type { PageRound } from "../report/page-data.ts";
import { commandLine, element, facts } from "./elements.ts";
import {
  changeText,
  fateOfRound,
  fateText,
  momentText,
  moneyText,
  shareText,
  timeText,
} from "./figures.ts";
import { roundEvidence } from "./round-evidence.ts";

export interface RoundDialog {
  readonly root: HTMLDialogElement;
  open(round: number): void;
}

interface Sources {
  readonly round: (number: number) => PageRound | undefined;
  /** The round whole, where the page has it or can get it. */
  readonly story: (number: number) => Promise<RoundStory | null>;
  readonly columns: () => readonly string[];
}

/** One round whole, over the page; Escape goes back to where one was. */
export const roundDialog = ({ round: known, story, columns }: Sources): RoundDialog => {
  const content = element("div", { class: "dialog-content" });
  const title = element("h2", { id: "round-title", tabindex: -1 });
  const button = (words: string, go: () => void): HTMLButtonElement => {
    const made = element("button", { type: "button" }, words);
    made.addEventListener("click", go);
    return made;
  };
  let shown = 0;
  const back = button("← Earlier", () => open(shown - 1));
  const on = button("Later →", () => open(shown + 1));
  const close = button("Close", () => root.close());
  const root = element(
    "dialog",
    { "aria-labelledby": "round-title" },
    element("div", { class: "dialog-head" }, title, back, on, close),
    content,
  );
  root.addEventListener("click", (event) => {
    if (event.target === root) root.close();
  });
  const open = (number: number): void => {
    const round = known(number);
    if (!round) return;
    shown = number;
    back.disabled = !known(number - 1);
    on.disabled = !known(number + 1);
    title.textContent = `Round ${grouped(number)}: ${fateText(round)}`;
    content.replaceChildren(...head(round), element("p", { class: "faint" }, "…"));
    if (!root.open) root.showModal();
    title.focus();
    content.scrollTop = 0;
    void story(number).then((found) => {
      if (shown !== number) return;
      content.replaceChildren(
        ...head(round),
        ...(found ? roundEvidence(found, columns()) : elsewhere(number)),
      );
    });
  };
  return { root, open };
};

const head = (round: PageRound): HTMLElement[] => [
  element("p", { class: "claim" }, round.hypothesis ?? "No candidate was proposed."),
  element(
    "p",
    {},
    element("span", { class: `chip ${fateOfRound(round)}` }, fateText(round)),
    ` ${round.reason}`,
  ),
  facts([
    [
      "Fitness",
      round.fitness === null
        ? `not judged; ${shareText(round.fitnessBefore)} before`
        : `${shareText(round.fitnessBefore)} → ${shareText(round.fitness)} (${changeText(round.fitness - round.fitnessBefore)})`,
    ],
    [
      "Held out",
      round.holdoutFitness === null
        ? "not known"
        : `${shareText(round.holdoutBefore)} → ${shareText(round.holdoutFitness)}`,
    ],
    [
      "Rows",
      round.right === null
        ? "not recorded"
        : `${grouped(round.right)} put right, ${grouped(round.broken ?? 0)} broken`,
    ],
    ["Focus", round.focus],
    [
      "Cost",
      `${count(round.tokens, "token")}, ${moneyText(round.costUsd)}, ${timeText(round.durationMs)}`,
    ],
    ["When", `${momentText(round.at)}, run ${round.run}`],
  ]),
];

const elsewhere = (round: number): HTMLElement[] => [
  element(
    "p",
    {},
    "The page holds the kept and parked rounds and the last hundred others whole. This one is in the trail:",
  ),
  commandLine(`cleanloop observe --round ${round}`),
];
