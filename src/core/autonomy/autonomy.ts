import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { valuesOf } from "../../domain/settings.ts";
import { visible } from "../../domain/visible.ts";
import type { RoundClass } from "../../policy/rounds/judged.ts";
import {
  effectiveMode,
  initialTrust,
  type Level,
  type Mode,
  modeOf,
  nameOf,
  nextPromotion,
  rollingRate,
  stateUnder,
} from "../../policy/trust/index.ts";
import {
  type CountedRound,
  historyFrom,
  type TrustHistory,
  withEvent,
  withTransition,
} from "./history.ts";

import { simulatedRounds } from "./simulation.ts";

export interface AutonomyRequest {
  /** How many judged rounds to show. */
  readonly rounds: number;
  /** Null: history where there is one, else a simulation. */
  readonly source: Autonomy["source"] | null;
  readonly seed: number;
}

export interface AutonomyRound {
  readonly round: number;
  /** Null for a round whose candidates never ran. */
  readonly rate: number | null;
  readonly outcome: RoundClass;
  /** After the round, as is the mode. */
  readonly level: Level;
  readonly action: "promote" | "demote" | "hold";
  readonly mode: Mode;
  readonly reason: string;
}

export interface Autonomy {
  readonly source: "history" | "simulation";
  readonly rounds: readonly AutonomyRound[];
  readonly final: {
    readonly level: Level;
    readonly name: string;
    readonly mode: Mode;
    /** The mean rate of the window; null while it is empty. */
    readonly rollingScore: number | null;
    readonly reason: string;
    readonly next: string;
  };
}

/** What trust the evidence has earned; it writes nothing. */
export const autonomy = async (
  workspace: Workspace,
  { rounds, source, seed }: AutonomyRequest,
): Promise<Autonomy> => {
  if (source === "simulation") return simulated(workspace, rounds, seed);
  const history = await recordedHistory(workspace, rounds);
  if (history.rounds.length > 0) return told("history", history);
  if (source === "history") throw Problem.of("no-history", {});
  return simulated(workspace, rounds, seed);
};

const recordedHistory = async ({ ports }: Workspace, most: number): Promise<TrustHistory> => {
  let history = historyFrom(initialTrust);
  for await (const event of ports.trail.events()) history = withEvent(history, event, most);
  return withTransition(history, most);
};

const simulated = ({ settings }: Workspace, rounds: number, seed: number): Autonomy => {
  let history = historyFrom(stateUnder(valuesOf(settings.trust)));
  for (const round of simulatedRounds(rounds, seed))
    history = withTransition(withEvent(history, round, rounds), rounds);
  return told("simulation", history);
};

const told = (source: Autonomy["source"], history: TrustHistory): Autonomy => {
  const { state, rounds } = history;
  return {
    source,
    rounds: rounds.map(roundTold),
    final: {
      level: state.level,
      name: nameOf(state.level),
      mode: modeOf(state.level),
      rollingScore: rollingRate(state),
      reason: reasonOf(history),
      next: nextPromotion(state),
    },
  };
};

const longestReason = 300;

const roundTold = ({ judged, level, change }: CountedRound): AutonomyRound => ({
  round: judged.round,
  rate: judged.rate,
  outcome: judged.class,
  level,
  action: change ? (change.to > change.from ? "promote" : "demote") : "hold",
  mode: effectiveMode(level, judged.caps),
  reason: visible(change?.detail ?? judged.reason, longestReason),
});

const reasonOf = ({ lastChange }: TrustHistory): string => {
  if (!lastChange) return "no transition yet: every project begins at SUPERVISED";
  const { from, to, round, detail } = lastChange;
  const how = to > from ? "promoted" : "demoted";
  const when = round === null ? "" : ` after round ${round}`;
  return visible(`${how} from ${nameOf(from)}${when}: ${detail}`, longestReason);
};
