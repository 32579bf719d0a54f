import { plannedChecks } from "../../cells/checks.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { valuesOf } from "../../domain/settings.ts";
import { floorBetween } from "../../policy/calibration.ts";
import { tripwireDistances } from "../../policy/tripwires/index.ts";
import { effectiveMode, ladder, nextPromotion, rollingRate } from "../../policy/trust/index.ts";
import type { Ledger } from "../trail/ledger.ts";
import { eventsSince } from "../trail/read.ts";
import { artifactsOf } from "./artifacts.ts";
import { inVainFirst } from "./focuses.ts";
import { Gathering } from "./gathering.ts";
import { nextStep } from "./next-step.ts";
import type { ProjectOverview, TrustSeen } from "./overview.ts";

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
      return overviewOf(workspace, gathered);
    },
  };
};

export const overviewOf = (workspace: Workspace, gathered: Gathering): ProjectOverview => {
  const { project, ports } = workspace;
  const { ledger, series } = gathered;
  const { arena } = project;
  const seen: Omit<ProjectOverview, "next"> = {
    project: arena.name,
    goal: arena.goal,
    rounds: [...gathered.rows],
    totals: gathered.totals,
    latest: gathered.rows.at(-1) ?? null,
    best: gathered.best,
    start: gathered.start,
    series: [...series.points],
    marks: [...gathered.marks],
    trust: trustIn(gathered),
    tripwires: tripwiresIn(workspace, gathered),
    tripped: gathered.tripped,
    spending: gathered.spending,
    focuses: inVainFirst(gathered.focuses),
    pending: ledger.pending,
    artifacts: artifactsOf(workspace, gathered),
    redTeam: gathered.redTeam,
    workers: gathered.workers,
    checks: plannedChecks(arena, "all").map(({ name }) => name),
    genome: ledger.inForce && { sha: ledger.inForce.sha, origin: ledger.inForce.origin },
    seals: ledger.seals,
    lastRun: gathered.lastRun,
    running: ports.lock.holder(),
    stopped: ports.killSwitch.standing(),
    events: gathered.head?.seq ?? 0,
    head: gathered.head?.hash ?? null,
  };
  return { ...seen, next: nextStep({ ...seen, commitsAlone: seen.trust.mode !== "REVIEW" }) };
};

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
