import type { TrailEvent } from "../domain/events.ts";
import { visible } from "../domain/visible.ts";
import { nameOf } from "../policy/trust/index.ts";
import { count, ratio, short } from "./layout.ts";
import type { Style } from "./style.ts";

type Of<Type extends TrailEvent["type"]> = Extract<TrailEvent, { type: Type }>;

/** One recorded event in a line for people who watch; nothing for what they need not see. */
export const eventText = (event: TrailEvent, style: Style): string[] => {
  switch (event.type) {
    case "run.started":
      return [startText(event, style)];
    case "round":
      return roundText(event, style);
    case "review.requested":
      return [`${style.warn("review")}    ${event.review} waits: ${reasonsIn(event)}`];
    case "review.decided":
      return [`review    ${event.review} ${event.decision} by ${event.by}`];
    case "trust.changed":
      return [trustText(event, style)];
    case "tripwire":
      return [style.bad(`TRIPWIRE  ${event.name}: ${visible(event.detail, 400)}`)];
    case "recovered":
      return [`recovered ${recoveryText(event)}`];
    case "reset":
      return [`reset     the genome is ${short(event.to)} (${event.origin}) again`];
    case "adopted":
      return [
        `adopted   ${short(event.to)}: the genome was edited since the last run, by a ${event.origin}`,
      ];
    case "calibrated":
      return [`measured  ${figuresIn(event.measured)}`];
    case "worker":
      return workerText(event, style);
    case "queue":
      return [
        style.warn(
          `queue     out of reach with ${count(event.waiting, "run")} under way: ${visible(event.detail, 300)}`,
        ),
      ];
    default:
      return [];
  }
};

const workerText = (event: Of<"worker">, style: Style): string[] => {
  const line = (text: string): string => `worker    ${event.worker} ${text}`;
  switch (event.action) {
    case "enrolled": {
      const { concurrency, isolation, redTeam } = event;
      return [
        line(
          `enrolled: ${concurrency} at a time, isolation ${isolation.backend}, ${redTeam.contained} of ${redTeam.total} hostile programs contained`,
        ),
      ];
    }
    case "refused":
      return [style.warn(line(`refused: ${visible(event.detail, 300)}`))];
    case "lost":
      return [style.warn(line(`lost ${short(event.genome)}: ${visible(event.detail, 300)}`))];
    case "cut-off":
      return [
        style.warn(
          line(`cut off while it ran ${short(event.genome)}: ${visible(event.detail, 300)}`),
        ),
      ];
    case "shut-out":
      return [
        style.bad(line(`SHUT OUT, over ${short(event.genome)}: ${visible(event.detail, 300)}`)),
      ];
    case "quarantined":
      return [
        style.warn(`worker    ${short(event.genome)} quarantined: ${visible(event.detail, 300)}`),
      ];
    case "served":
      return [];
  }
};

const startText = ({ run, genome, trust, name }: Of<"run.started">, style: Style): string =>
  `${style.strong("run")}       ${run}${name === null ? "" : ` "${visible(name, 80)}"`} from ${short(genome.sha)} (${genome.origin}), trust ${nameOf(trust)}`;

const roundText = (round: Of<"round">, style: Style): string[] => {
  const chosen = round.candidates.find(({ sha }) => sha === round.chosen);
  const number = `round ${String(round.round).padEnd(4)}`;
  const scores =
    chosen?.outcome === "ok"
      ? `fitness ${ratio(round.fitnessBefore)} → ${ratio(chosen.fitness)}${heldOutText(round.holdoutBefore, chosen.holdoutFitness)}`
      : "";
  return [
    [`${number}${decisionText(round, style)}`, scores, whyText(round)]
      .filter((part) => part !== "")
      .join("  "),
    ...(chosen ? [style.faint(`          ${visible(chosen.hypothesis, 300)}`)] : []),
  ];
};

const heldOutText = (before: number | null, after: number | null): string =>
  before === null || after === null ? "" : `, held out ${ratio(before)} → ${ratio(after)}`;

const decisionText = ({ decision }: Of<"round">, style: Style): string => {
  const text = decision.padEnd(8);
  if (decision === "kept") return style.good(text);
  return decision === "pending" || decision === "void" ? style.warn(text) : text;
};

const whyText = (round: Of<"round">): string => {
  switch (round.decision) {
    case "kept":
      return round.by === "judge" ? "(approved by the judge)" : "";
    case "pending":
      return `(${round.reasons.map(({ detail }) => visible(detail, 200)).join("; ")})`;
    default:
      return `${round.reason.code}: ${visible(round.reason.detail, 300)}`;
  }
};

const trustText = ({ from, to, detail }: Of<"trust.changed">, style: Style): string => {
  const text = `trust     ${nameOf(from)} → ${nameOf(to)}  ${visible(detail, 300)}`;
  return to > from ? style.good(text) : style.warn(text);
};

const recoveryText = (event: Of<"recovered">): string => {
  switch (event.what) {
    case "torn-line":
      return `a torn line of ${event.bytes} bytes: copied to .output/${event.quarantined}, then cut`;
    case "head-behind":
      return `head.json was one line behind, at line ${event.line}`;
    case "lock":
      return event.holder
        ? `the lock of process ${event.holder.pid} (${visible(event.holder.command, 80)}), which is gone`
        : "a lock that nobody holds";
    case "genome":
      return `the genome of round ${event.round ?? "–"}: ${event.action}`;
    case "tables":
      return `the tables of round ${event.round}: published`;
    case "run":
      return `run ${event.unfinished}, which was cut short`;
  }
};

const reasonsIn = ({ reasons }: Of<"review.requested">): string =>
  reasons.map(({ detail }) => visible(detail, 200)).join("; ");

const figuresIn = (figures: Readonly<Record<string, number>>): string =>
  Object.entries(figures)
    .map(([name, figure]) => `${name} ${Number(figure.toFixed(3))}`)
    .join(", ");
