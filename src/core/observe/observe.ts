import type { Sha } from "../../domain/digest.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { valuesOf } from "../../domain/settings.ts";
import { floorBetween } from "../../policy/calibration.ts";
import { type TripwireDistance, tripwireDistances } from "../../policy/tripwires/index.ts";
import {
  effectiveMode,
  type Level,
  ladder,
  type Mode,
  nextPromotion,
  rollingRate,
  type TrustState,
} from "../../policy/trust/index.ts";
import type { Ledger, Pending } from "../trail/ledger.ts";
import { eventsSince } from "../trail/read.ts";
import { type Artifact, artifactsOf } from "./artifacts.ts";
import { type Best, Gathering, type LastRun, type Point } from "./gathering.ts";

import type { RoundRow } from "./round-row.ts";

export interface TrustSeen {
  readonly level: Level;
  readonly name: string;
  /** What people in the field call it. */
  readonly elsewhere: string;
  readonly mode: Mode;
  /** What made the last round's mode stricter than the level's own. */
  readonly caps: readonly string[];
  readonly window: TrustState["window"];
  readonly windowSize: number;
  readonly rollingScore: number | null;
  readonly reason: string;
  readonly next: string;
}

export interface ProjectOverview {
  readonly project: string;
  /** The last of them, the oldest first. */
  readonly rounds: readonly RoundRow[];
  readonly totals: { readonly rounds: number; readonly kept: number };
  readonly latest: RoundRow | null;
  readonly best: Best | null;
  /** All rounds, thinned out where there are very many. */
  readonly series: readonly Point[];
  readonly trust: TrustSeen;
  readonly tripwires: readonly Omit<TripwireDistance, "numbers">[];
  readonly pending: readonly Pending[];
  readonly artifacts: readonly Artifact[];
  readonly lastRun: LastRun | null;
  readonly head: Sha | null;
}

export interface Observation {
  /** Reads what was added since the last look, and shows how things stand. */
  look(): Promise<ProjectOverview>;
}

/** A read-only view of the trail; it keeps the last `limit` rounds. */
export const observe = (workspace: Workspace, limit: number): Observation => {
  const reading = workspace.ports.trail.follow();
  const gathered = new Gathering(limit);
  return {
    look: async () => {
      for await (const event of eventsSince(workspace, reading, gathered.head)) gathered.add(event);
      return observed(workspace, gathered);
    },
  };
};

const observed = (workspace: Workspace, gathered: Gathering): ProjectOverview => ({
  project: workspace.project.arena.name,
  rounds: [...gathered.rows],
  totals: { rounds: gathered.total, kept: gathered.kept },
  latest: gathered.rows.at(-1) ?? null,
  best: gathered.best,
  series: [...gathered.series],
  trust: trustIn(gathered),
  tripwires: tripwiresIn(workspace, gathered),
  pending: gathered.ledger.pending,
  artifacts: artifactsOf(workspace, gathered),
  lastRun: gathered.lastRun,
  head: gathered.head?.hash ?? null,
});

const trustIn = ({ ledger: { trust }, trustReason, caps }: Gathering): TrustSeen => {
  const codes = caps.map(({ code }) => code);
  const { name, elsewhere } = ladder[trust.level];
  return {
    level: trust.level,
    name,
    elsewhere,
    mode: effectiveMode(trust.level, codes),
    caps: codes,
    window: trust.window,
    windowSize: trust.rules.window,
    rollingScore: rollingRate(trust),
    reason: trustReason ?? "nothing has moved it yet",
    next: nextPromotion(trust),
  };
};

const tripwiresIn = ({ settings }: Workspace, { ledger }: Gathering) => {
  const rules = valuesOf(settings.tripwires);
  const floor = rules.scoreFloor ?? measuredFloor(ledger);
  return tripwireDistances(ledger.tripwires, rules, floor).map(
    ({ numbers: _, ...reading }) => reading,
  );
};

/** The one that the next loop would hold rounds against; null where it would measure first. */
const measuredFloor = ({ measured, seals }: Ledger): number | null =>
  measured && measured.gold === seals?.gold ? floorBetween(measured) : null;
