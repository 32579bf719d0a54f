import { fewestHeldOut } from "../../cells/held-out.ts";
import type { EventDraft } from "../../domain/events.ts";
import type { BackendName } from "../../domain/run.ts";
import { valuesOf } from "../../domain/settings.ts";
import { firstTripped } from "../../policy/tripwires/index.ts";
import { decide } from "../../policy/trust/index.ts";
import type { Journal } from "../trail/journal.ts";
import type { RoundEnd, RunningLoop } from "./running-loop.ts";

type Tripwire = Extract<EventDraft, { type: "tripwire" }>;

/** Records what the evidence so far means for trust; says whether it fell. */
export const recordTrust = async (journal: Journal): Promise<{ readonly fell: boolean }> => {
  let fell = false;
  for (let change = decide(journal.ledger.trust); change; change = decide(journal.ledger.trust)) {
    await journal.record(change);
    fell ||= change.to < change.from;
  }
  return { fell };
};

export const settleTrust = async ({
  journal,
  progress,
}: Pick<RunningLoop, "journal" | "progress">): Promise<void> => {
  const { fell } = await recordTrust(journal);
  progress.demoted ||= fell;
};

export const trip = async (
  loop: RunningLoop,
  tripwire: Tripwire,
): Promise<Extract<RoundEnd, { kind: "tripped" }>> => {
  await loop.journal.record(tripwire);
  await settleTrust(loop);
  return { kind: "tripped", name: tripwire.name };
};

/** The first tripwire that the evidence has reached, tripped; null when none has. */
export const tripIfDue = async (loop: RunningLoop): Promise<RoundEnd | null> => {
  const { tripwires } = loop.loaded.workspace.settings;
  const due = firstTripped(loop.journal.ledger.tripwires, valuesOf(tripwires), loop.floor);
  return due && trip(loop, due);
};

export interface Cap {
  readonly code: "weak-isolation" | "few-held-out" | "proposer-not-hidden" | "force-review";
  readonly detail: string;
}

/** Why trust counts for less here than its level says. */
export const capsOf = (
  { loaded: { gold }, proposer, request }: RunningLoop,
  backend: BackendName | null,
): readonly Cap[] => {
  const caps: Cap[] = [];
  if (backend === "process")
    caps.push({ code: "weak-isolation", detail: "programs run without namespaces" });
  if (gold.heldOutSize < fewestHeldOut)
    caps.push({
      code: "few-held-out",
      detail: `${gold.heldOutSize} gold rows are held out, so that nothing can be called overfit`,
    });
  if (proposer.notHidden !== null)
    caps.push({ code: "proposer-not-hidden", detail: proposer.notHidden });
  if (request.forceReview)
    caps.push({ code: "force-review", detail: "asked for with --force-review" });
  return caps;
};
