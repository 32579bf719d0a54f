import type { Autonomy, AutonomyRound } from "../core/autonomy/autonomy.ts";
import { ladder } from "../policy/trust/index.ts";
import { aligned, count, ratio } from "./layout.ts";
import type { Style } from "./style.ts";

/** The last rounds that counted, the level they earned and why, and what the next one needs. */
export const autonomyText = (autonomy: Autonomy, style: Style): string[] => {
  const { rounds, final, source } = autonomy;
  const { elsewhere } = ladder[final.level];
  const from =
    source === "history" ? "the last judged rounds on the trail" : "rounds that never happened";
  const score = final.rollingScore === null ? "no round since" : ratio(final.rollingScore);
  const lines = [
    `${style.strong("Autonomy")}  ${count(rounds.length, "round")}: ${from}`,
    ...aligned([
      ["round", "rate", "outcome", "level", "action", "mode", "reason"].map(style.faint),
      ...rounds.map((round) => row(round, style)),
    ]),
    "",
    `${style.strong("Trust")}   ${style.strong(final.name)} (in the field: ${elsewhere}), mode ${final.mode}, rolling score ${score}`,
    `${style.strong("Reason")}  ${final.reason}`,
    `${style.strong("Next")}    ${final.next}`,
  ];
  return source === "history"
    ? lines
    : lines.map((line) => `${style.warn(label)}  ${line}`.trimEnd());
};

const label = "SIMULATED";

const row = (
  { round, rate, outcome, level, action, mode, reason }: AutonomyRound,
  style: Style,
) => {
  const { name, elsewhere } = ladder[level];
  return [
    String(round),
    rate === null ? "-" : ratio(rate),
    outcomeStyle[outcome](style)(outcome),
    `${name} (${elsewhere})`,
    action === "hold" ? style.faint(action) : style.strong(action),
    mode,
    style.faint(reason),
  ];
};

const outcomeStyle = {
  good: ({ good }: Style) => good,
  bad: ({ bad }: Style) => bad,
  neutral: ({ faint }: Style) => faint,
} as const;

/** The contract's fields; a simulation says twice what it is. */
export const autonomyJson = ({ source, ...rest }: Autonomy) =>
  source === "history" ? { source, ...rest } : { source, simulated: true, ...rest };

/** Where nobody asked for a simulation. */
export const unaskedText = `${label}: the trail holds no judged round yet, so these rounds are made up and say nothing of this project`;
