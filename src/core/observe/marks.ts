import type { Sha } from "../../domain/digest.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Origin } from "../../domain/genome.ts";
import { sealDifferences } from "../../policy/seals.ts";
import type { Level } from "../../policy/trust/index.ts";
import type { Ledger } from "../trail/ledger.ts";

interface Place {
  readonly seq: number;
  readonly at: string;
  /** The last round before it; 0 when it came before all of them. */
  readonly after: number;
}

/** Something on the time line that is not a round. */
export type Mark = Place & Happening;

type Happening =
  | { readonly kind: "reset"; readonly to: Sha; readonly origin: Origin; readonly fresh: boolean }
  | { readonly kind: "adopted"; readonly to: Sha; readonly origin: Origin }
  | {
      readonly kind: "challenge";
      readonly action: "added" | "removed";
      /** Null when files were removed. */
      readonly rows: number | null;
    }
  | { readonly kind: "seals"; readonly changed: readonly string[] }
  | { readonly kind: "feeds" }
  | { readonly kind: "trust"; readonly from: Level; readonly to: Level; readonly detail: string }
  | { readonly kind: "tripwire"; readonly name: string; readonly detail: string }
  | {
      readonly kind: "review";
      readonly review: string;
      readonly decision: "approved" | "rejected" | "stale";
      readonly round: number;
    }
  | { readonly kind: "calibrated"; readonly written: readonly string[] }
  | { readonly kind: "recovered"; readonly what: string };

/** What an event leaves on the time line, next to what was so before it; a challenge changes feeds too. */
export const marksOf = (event: TrailEvent, before: Ledger, challenged: boolean): Mark[] => {
  const { seq, at } = event;
  return happeningsIn(event, before, challenged).map((happening) => ({
    seq,
    at,
    after: before.rounds,
    ...happening,
  }));
};

const happeningsIn = (event: TrailEvent, before: Ledger, challenged: boolean): Happening[] => {
  switch (event.type) {
    case "run.started":
      return changesAtStart(event, challenged ? event.inputs : before.inputs);
    case "reset":
      return [{ kind: "reset", to: event.to, origin: event.origin, fresh: event.by === "fresh" }];
    case "adopted":
      return [{ kind: "adopted", to: event.to, origin: event.origin }];
    case "challenge":
      return [
        {
          kind: "challenge",
          action: event.action,
          rows: event.action === "added" ? event.rows : null,
        },
      ];
    case "trust.changed":
      return [{ kind: "trust", from: event.from, to: event.to, detail: event.detail }];
    case "tripwire":
      return [{ kind: "tripwire", name: event.name, detail: event.detail }];
    case "review.decided":
      return [
        { kind: "review", review: event.review, decision: event.decision, round: event.round },
      ];
    case "calibrated":
      return event.written.length === 0
        ? []
        : [{ kind: "calibrated", written: event.written.map(({ setting }) => setting) }];
    case "recovered":
      return [{ kind: "recovered", what: event.what }];
    default:
      return [];
  }
};

const changesAtStart = (
  { seals, sealsBefore, inputs }: Extract<TrailEvent, { type: "run.started" }>,
  inputsBefore: Ledger["inputs"],
): Happening[] => [
  ...(sealsBefore
    ? [
        {
          kind: "seals" as const,
          changed: sealDifferences(sealsBefore, seals).map(({ seal }) => seal),
        },
      ]
    : []),
  ...(inputsBefore !== null && inputsBefore !== inputs ? [{ kind: "feeds" as const }] : []),
];

/** Whether figures from before this event can no longer be held against those after it. */
export const changesTheYardstick = ({ kind }: Mark): boolean =>
  kind === "seals" || kind === "feeds" || kind === "challenge";
