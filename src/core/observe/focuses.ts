import type { RoundEvent } from "./round-row.ts";

/** How rounds after one kind of fault went. */
export interface Focused {
  readonly focus: string;
  readonly rounds: number;
  readonly kept: number;
  /** Its rounds since the last one that was kept. */
  readonly sinceKept: number;
  readonly lastRound: number;
}

/** A trail may name any; of more than these, the ones not heard of for longest are let go. */
const mostFocuses = 32;

export const withRound = (
  focuses: readonly Focused[],
  { focus, round, decision }: Pick<RoundEvent, "focus" | "round" | "decision">,
): readonly Focused[] => {
  const before = focuses.find((one) => one.focus === focus);
  const others = focuses.filter((one) => one !== before);
  const now: Focused = {
    focus,
    rounds: (before?.rounds ?? 0) + 1,
    kept: (before?.kept ?? 0) + (decision === "kept" ? 1 : 0),
    sinceKept: decision === "kept" ? 0 : (before?.sinceKept ?? 0) + 1,
    lastRound: round,
  };
  return [...others, now].slice(-mostFocuses);
};

export const inVainFirst = (focuses: readonly Focused[]): Focused[] =>
  [...focuses].sort((a, b) => b.sinceKept - a.sinceKept || b.lastRound - a.lastRound);
