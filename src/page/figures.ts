import { grouped } from "../report/layout.ts";
import type { PageRound } from "../report/page-data.ts";

export const shareText = (value: number | null): string =>
  value === null ? "–" : value.toFixed(3);

export const changeText = (value: number): string =>
  `${value > 0 ? "+" : value < 0 ? "−" : "±"}${Math.abs(value).toFixed(3)}`;

export const moneyText = (value: number): string => `$${value.toFixed(value < 1 ? 4 : 2)}`;

export const timeText = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 90) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** To the minute, in the one time zone that a report has. */
export const momentText = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** What a round came to, a review of it included. */
export type Fate = "kept" | "reverted" | "rejected" | "pending" | "void";

export const fateOfRound = ({ decision, reviewed }: PageRound): Fate => {
  if (decision === "pending" && reviewed !== null)
    return reviewed === "approved" ? "kept" : "reverted";
  switch (decision) {
    case "kept":
    case "rejected":
    case "pending":
    case "void":
      return decision;
    default:
      return "reverted";
  }
};

export const fateNames: Readonly<Record<Fate, string>> = {
  kept: "kept",
  reverted: "reverted",
  rejected: "rejected",
  pending: "waits for review",
  void: "void",
};

export const fateText = (round: PageRound): string => {
  const fate = fateNames[fateOfRound(round)];
  return round.reviewed === null ? fate : `${fate} (review: ${round.reviewed})`;
};

/** One line that says all that matters of a round. */
export const roundSummary = (round: PageRound): string =>
  [
    `Round ${round.round}: ${fateText(round)}`,
    round.fitness === null
      ? `not judged${round.outcome === null ? "" : `, ${round.outcome}`}`
      : `fitness ${shareText(round.fitness)} (${changeText(round.fitness - round.fitnessBefore)})`,
    ...(round.holdoutFitness === null ? [] : [`held out ${shareText(round.holdoutFitness)}`]),
    ...(round.right === null
      ? []
      : [`${grouped(round.right)} rows put right, ${grouped(round.broken ?? 0)} broken`]),
  ].join(", ");
