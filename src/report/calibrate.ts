import type { CalibrateResult } from "../core/calibrate/calibrate.ts";
import type { SettingChange } from "../core/calibrate/settings.ts";
import { settingPaths } from "../policy/calibration.ts";
import { aligned, ratio, seconds, titled } from "./layout.ts";
import type { Style } from "./style.ts";

type Run = CalibrateResult["runs"][number];

export const calibrateText = (result: CalibrateResult, style: Style): string[] => [
  style.strong("Measured"),
  ...aligned(result.runs.map((run) => runCells(run, style))),
  ...titled(
    style.strong("Proposed"),
    aligned(result.proposals.map((change) => changeCells(change, style))),
  ),
  ...(result.doubt === null ? [] : ["", style.warn(`No limits are proposed: ${result.doubt}.`)]),
  "",
  endText(result),
];

const runCells = ({ subject, outcome, fitness, ...run }: Run, style: Style): string[] => [
  subject,
  outcome === "ok" ? style.good(outcome) : style.bad(outcome),
  `fitness ${ratio(fitness)}`,
  seconds(1000 * run.seconds),
  run.peakMemoryMb === null ? "memory not seen" : `${run.peakMemoryMb} MB`,
  run.outputBytes === null ? "no tables" : `${run.outputBytes} bytes of tables`,
];

const changeCells = ({ setting, from, value, reason }: SettingChange, style: Style): string[] => [
  settingPaths[setting].join("."),
  from === value ? `${value} as it is` : `${from ?? "not set"} → ${value}`,
  style.faint(reason),
];

const endText = ({ written, proposals }: CalibrateResult): string => {
  if (written !== null) return `Stored in ${written}, on record in the trail.`;
  if (proposals.length === 0) return "Nothing is proposed: look at how the runs ended.";
  return proposals.every(({ from, value }) => from === value)
    ? "All of this is so already."
    : "Nothing was written; cleanloop calibrate --write stores this in cleanloop.json.";
};

export const calibrateJson = ({ missing: _, proposals, ...result }: CalibrateResult) => ({
  ...result,
  proposals: proposals.map(({ setting, from, value, reason }) => ({
    setting: settingPaths[setting].join("."),
    from,
    to: value,
    reason,
  })),
});
