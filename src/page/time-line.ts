import type { Mark } from "../core/observe/marks.ts";
import { markLetter } from "../report/time-line-text.ts";
import { element } from "./elements.ts";
import { momentText } from "./figures.ts";

/** What happened between two rounds, as a sentence. */
export const markText = (mark: Mark): string => {
  switch (mark.kind) {
    case "reset":
      return `Reset to ${mark.to.slice(0, 12)} (${mark.origin})${mark.fresh ? ", by --fresh" : ""}`;
    case "adopted":
      return `A genome edited between loops was adopted: ${mark.to.slice(0, 12)} (${mark.origin})`;
    case "challenge":
      return mark.action === "added"
        ? `Challenge added: ${mark.rows ?? 0} harder rows`
        : "Challenge removed";
    case "seals":
      return `Changed seals accepted: ${mark.changed.join(", ")}`;
    case "feeds":
      return "The input files changed";
    case "trust":
      return `Trust from level ${mark.from} to ${mark.to}: ${mark.detail}`;
    case "tripwire":
      return `Tripwire ${mark.name}: ${mark.detail}`;
    case "review":
      return `Review ${mark.review} of round ${mark.round}: ${mark.decision}`;
    case "calibrated":
      return `Calibrated: ${mark.written.join(", ")}`;
    case "recovered":
      return `Recovered after an interruption: ${mark.what}`;
  }
};

/** Everything that happened between rounds, the last first. */
export const timeLine = (marks: readonly Mark[]): HTMLElement =>
  element(
    "details",
    { class: "time-line" },
    element("summary", {}, `What happened between rounds (${marks.length})`),
    element(
      "ol",
      {},
      ...[...marks]
        .reverse()
        .map((mark) =>
          element(
            "li",
            {},
            element("span", { class: "badge" }, markLetter(mark) ?? "·"),
            element("span", {}, `${markText(mark)}`),
            element(
              "span",
              { class: "faint" },
              `after round ${mark.after}, ${momentText(mark.at)}`,
            ),
          ),
        ),
    ),
  );
