import type { Decided } from "../core/review/review.ts";
import { ratio, short } from "./layout.ts";
import type { Style } from "./style.ts";

export const decidedText = (result: Decided, style: Style): string[] => {
  const { review, decision, fault, rejudged, fitnessBefore, fitness, genome } = result;
  const figures =
    fitnessBefore === null || fitness === null
      ? ""
      : `  fitness ${ratio(fitnessBefore)} → ${ratio(fitness)}`;
  const anew = rejudged ? ["Parent or seals had changed, so it was judged anew."] : [];
  switch (decision) {
    case "approved":
      return [
        `${style.good("approved")}  ${review}${figures}`,
        ...anew,
        `in force  ${short(genome)}`,
      ];
    case "rejected":
      return [`rejected  ${review}; its text and the reason stay on record`];
    case "stale":
      return [
        `${style.bad("stale")}     ${review} no longer passes: ${fault?.detail ?? ""}`,
        ...anew,
        "nothing was changed",
      ];
  }
};
