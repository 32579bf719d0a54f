import type { RecordedCandidate } from "../../domain/event-parts.ts";
import { valuesOf } from "../../domain/settings.ts";
import { changedLines, watchedIn } from "../../policy/envelope.ts";
import { cellChanges } from "../../policy/judge/right-cells.ts";
import { keepFault } from "../../policy/keep.ts";
import { memorisedBy } from "../memorising.ts";
import type { Measured } from "../trial/bench.ts";
import { objectionIn, triedForbidden, type Vetting } from "../trial/vetoes.ts";
import type { Session } from "./session.ts";

type Judged = Extract<RecordedCandidate, { outcome: "ok" }>;

/** What is known of a contained candidate beside its scores. */
export type Assessment = Pick<
  Judged,
  "violation" | "cells" | "changedLines" | "constructs" | "memorised" | "vetoes" | "blocked"
>;

export const assess = async (session: Session, measured: Measured): Promise<Assessment> => {
  const { inForce } = session.progress;
  const { compiler } = session.bench.workspace.ports;
  const { envelope } = session.bench.workspace.settings;
  const [before, after] = await Promise.all([
    compiler.anatomy(inForce.genome.content),
    compiler.anatomy(measured.genome.content),
  ]);
  return {
    violation: hasViolated(measured),
    cells: cellsBetween(inForce, measured),
    changedLines: changedLines(textOf(inForce), textOf(measured)),
    constructs: watchedIn(after.names, valuesOf(envelope).watch),
    memorised: (await memorisedBy(session.bench, before.literals, after.literals)).length,
    vetoes: [],
    blocked: faultOf(inForce, measured),
  };
};

const faultOf = (inForce: Measured, measured: Measured): Assessment["blocked"] =>
  hasViolated(measured)
    ? triedForbidden
    : keepFault(inForce.judged.evaluation, measured.judged.evaluation);

const hasViolated = ({ trial }: Measured): boolean =>
  trial.outcome !== "rejected" && trial.facts.violation;

const cellsBetween = (before: Measured, after: Measured): Assessment["cells"] =>
  before.judged.rightCells && after.judged.rightCells
    ? cellChanges(before.judged.rightCells, after.judged.rightCells)
    : null;

const textOf = ({ genome }: Measured): string => Buffer.from(genome.content).toString("utf8");

/** With the vetoes' word: one that objects keeps the candidate from being kept. */
export const withVetoes = (assessment: Assessment, vetting: Vetting): Assessment => ({
  ...assessment,
  violation: assessment.violation || vetting.violation,
  vetoes: vetting.vetoes,
  blocked: objectionIn(vetting) ?? assessment.blocked,
});
