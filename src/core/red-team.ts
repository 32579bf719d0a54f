import type { EventDraft } from "../domain/events.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import type { Attack, Probe, RedTeam } from "../domain/ports/red-team.ts";
import type { Isolation, Limits, Outcome } from "../domain/run.ts";

import type { Settings } from "../domain/settings.ts";
import { visible } from "../domain/visible.ts";
import { isolationFields } from "./candidate/record.ts";

/** What came of one probe: is it contained, is it detected, is it stopped? */
export interface ProbeResult {
  readonly name: string;
  readonly kind: Probe["kind"];
  readonly wants: string;
  readonly contained: boolean;
  /** Null when CleanLoop itself was kept from answering. */
  readonly outcome: Outcome | null;
  readonly violation: boolean;
  /** Answered in time, and no process of it was left. */
  readonly stopped: boolean;
  readonly durationMs: number;
  readonly evidence: string;
}

export interface RedTeamResult {
  readonly isolation: Isolation;
  readonly probes: readonly ProbeResult[];
  readonly contained: number;
  readonly total: number;
}

export interface RedTeamRequest {
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, total: number) => void;
}

/** Lets every hostile program loose on copies of this project, on this machine, and records the result. */
export const redTeam = async (
  { settings, ports }: Workspace,
  { signal, progress = () => {} }: RedTeamRequest,
): Promise<RedTeamResult> => {
  const team = await ports.redTeam(
    { isolation: settings.isolation.value, ...asked(settings) },
    signal,
  );
  const probes: ProbeResult[] = [];
  const waiting = [...team.probes.entries()];
  let done = 0;
  const attackInTurn = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [at, probe] = next;
      probes[at] = resultOf(probe, await attack(team, probe, signal));
      progress(++done, team.probes.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: team.sideBySide }, attackInTurn));
  } finally {
    waiting.length = 0; // whatever went wrong in one turn is the last of all
  }
  const contained = probes.filter((probe) => probe.contained).length;
  const result = { isolation: team.isolation, probes, contained, total: probes.length };
  await ports.trail.record(redTeamEvent(result));
  return result;
};

const longestEvidence = 200;

/** What the trail keeps of it, so that a page can show it; trust has no part in it. */
const redTeamEvent = ({ isolation, probes, contained, total }: RedTeamResult): EventDraft => ({
  type: "sandbox",
  outcome: "red-team",
  isolation: isolationFields(isolation),
  contained,
  total,
  probes: probes.map(({ name, contained, outcome, evidence }) => ({
    name,
    contained,
    outcome,
    evidence: visible(evidence, longestEvidence),
  })),
});

/** The project's own limits are for its genome; only a flag is meant for the red team. */
const asked = ({ timeoutSeconds, memoryMb }: Settings): Partial<Limits> => ({
  ...(timeoutSeconds.source === "flag" ? { timeoutSeconds: timeoutSeconds.value } : {}),
  ...(memoryMb.source === "flag" ? { memoryMb: memoryMb.value } : {}),
});

/** An attack that never began says nothing, so it gets a second chance. */
const attack = async (team: RedTeam, probe: Probe, signal?: AbortSignal): Promise<Attack> => {
  const first = await team.attack(probe, signal);
  return first.began ? first : team.attack(probe, signal);
};

const resultOf = (probe: Probe, attack: Attack): ProbeResult => {
  const { outcome, violation, durationMs, detail } = attack;
  const successes = successesOf(probe, attack);
  return {
    name: probe.name,
    kind: probe.kind,
    wants: probe.wants,
    contained: successes.length === 0,
    outcome,
    violation,
    stopped: isStopped(attack),
    durationMs,
    evidence: successes.join("; ") || (outcome === "ok" ? "it gained nothing" : detail),
  };
};

const successesOf = (probe: Probe, attack: Attack): string[] => [
  ...attack.won,
  ...(probe.winsIfAccepted && attack.outcome === "ok" ? ["its tables were accepted"] : []),
  ...(attack.survivors > 0 ? [`processes of it that live on: ${attack.survivors}`] : []),
  ...(isInTime(attack) ? [] : [`answered only after ${attack.durationMs} ms`]),
  ...(attack.began ? [] : [`it never began (${attack.detail}), so nothing is proven`]),
];

const isInTime = ({ durationMs, latestMs }: Attack): boolean => durationMs <= latestMs;

const isStopped = (attack: Attack): boolean =>
  attack.outcome !== null && attack.survivors === 0 && isInTime(attack);
