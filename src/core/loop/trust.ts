import type { EventDraft } from "../../domain/events.ts";
import { valuesOf } from "../../domain/settings.ts";
import { firstTripped } from "../../policy/tripwires/index.ts";
import { decide } from "../../policy/trust/index.ts";
import type { Journal } from "./journal.ts";
import type { RoundEnd } from "./round-end.ts";
import type { Session } from "./session.ts";

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

export const settleTrust = async ({ journal, progress }: Session): Promise<void> => {
  const { fell } = await recordTrust(journal);
  progress.demoted ||= fell;
};

export const trip = async (session: Session, tripwire: Tripwire): Promise<RoundEnd> => {
  await session.journal.record(tripwire);
  await settleTrust(session);
  return { kind: "tripped", name: tripwire.name };
};

/** The first tripwire that the evidence has reached, tripped; null when none has. */
export const tripIfDue = async (session: Session): Promise<RoundEnd | null> => {
  const { tripwires } = session.bench.workspace.settings;
  const due = firstTripped(session.journal.ledger.tripwires, valuesOf(tripwires), session.floor);
  return due && trip(session, due);
};
