import type { NextStep, ProjectOverview } from "./overview.ts";

type Known = Pick<
  ProjectOverview,
  "running" | "stopped" | "tripped" | "pending" | "totals" | "lastRun" | "series"
> & { readonly commitsAlone: boolean };

const readsOnly = "It only reads: nothing is run, written or changed.";
const goesOn = (commitsAlone: boolean): string =>
  commitsAlone
    ? "Each candidate runs in the sandbox and must be better on rows that it was never shown; cleanloop reset brings back any earlier genome."
    : "Each candidate runs in the sandbox, and none is put in force before a person approves it.";

/** To the minute, as people read it. */
const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** The first of these that is so decides; each looks at nothing but what is on record. */
export const nextStep = (known: Known): NextStep => {
  const { running, stopped, tripped, pending, totals, lastRun, series, commitsAlone } = known;
  if (running)
    return {
      situation: "running",
      command: "cleanloop observe --watch",
      why: `${running.command} is at work (process ${running.pid}) since ${moment(running.since)}; there is nothing to decide yet.`,
      safe: readsOnly,
    };
  if (stopped !== null)
    return {
      situation: "stopped",
      command: "cleanloop stop --clear",
      why: `The kill switch has been set since ${moment(stopped)}: no loop starts before it is cleared. First find out who set it.`,
      safe: "It removes the file .output/STOP and starts nothing.",
    };
  if (tripped)
    return {
      situation: "tripped",
      command: tripped.command,
      why: `The tripwire ${tripped.name} ended the last run: ${tripped.detail}. First look at ${tripped.lookAt}.`,
      safe: `Nothing was lost when it tripped: the genome in force is the last one that was kept. ${goesOn(commitsAlone)}`,
    };
  const [first] = pending;
  if (first)
    return {
      situation: "parked",
      command: `cleanloop review show ${first.review}`,
      why:
        pending.length === 1
          ? "One candidate waits for a person to decide."
          : `${pending.length} candidates wait for a person to decide.`,
      safe: "It runs the present genome and the candidate in the sandbox and shows both; nothing is decided or put in force.",
    };
  const { rounds, kept } = totals;
  if (rounds === 0)
    return {
      situation: "empty",
      command: "cleanloop loop",
      why: "Nothing has been tried yet: it proposes repairs, runs each and judges it.",
      safe: goesOn(commitsAlone),
    };
  if (lastRun && lastRun.finishedAt === null)
    return {
      situation: "cut-short",
      command: "cleanloop loop",
      why: "The last run was ended from outside before it could say so; the next one finishes what it left, and goes on.",
      safe: goesOn(commitsAlone),
    };
  const last = series.at(-1);
  if (last && last.fitness === 1 && (last.holdoutFitness ?? 1) === 1)
    return {
      situation: "perfect",
      command: "cleanloop verify --rescore",
      why: "Every row of the gold is right. This runs each kept genome again and compares with what was recorded; after that, cleanloop challenge makes the task harder.",
      safe: "It runs genomes in the sandbox only, and writes nothing.",
    };
  if (kept === 0)
    return {
      situation: "never-kept",
      command: "cleanloop evaluate --rows",
      why: "No candidate was better than the present genome so far; this shows which rows are wrong, and how.",
      safe: "It runs the present genome in the sandbox; neither genome nor trail is changed.",
    };
  if (lastRun?.stopReason === "saturated")
    return {
      situation: "saturated",
      command: "cleanloop evaluate --rows",
      why: "The proposer had nothing left to try; this shows which rows are still wrong, and how. More gold or another proposer may help.",
      safe: "It runs the present genome in the sandbox; neither genome nor trail is changed.",
    };
  return {
    situation: "going",
    command: "cleanloop loop",
    why: "The last run ended without a fault, and not everything is right yet.",
    safe: goesOn(commitsAlone),
  };
};
