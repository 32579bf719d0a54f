import type { ChallengeAdded, LevelMade } from "../core/challenge/challenge.ts";
import type { ChallengeRemoved } from "../core/challenge/removal.ts";
import { visible } from "../domain/visible.ts";
import { aligned, count, titled } from "./layout.ts";
import type { Style } from "./style.ts";

const safe = (path: string): string => visible(path, 300);

export const addedText = (result: ChallengeAdded, style: Style): string[] => [
  `${style.good("added")}  ${count(result.rows, "harder row")}, seed ${result.seed}`,
  ...titled(style.strong("Levels"), aligned(result.made.map(levelLine))),
  ...titled(
    style.strong("Files"),
    aligned(result.files.map(({ path, rows }) => [safe(path), count(rows, "row")])),
  ),
  "",
  `Left out: ${result.skipped} of ${count(result.inputRows, "input row")}, whose right answer is not known for certain.`,
  "What was done to each row: .output/challenges.json. To take them away: cleanloop challenge --remove",
];

const levelLine = ({ level, wanted, rows, unresolved }: LevelMade): string[] => [
  String(level),
  rows < wanted
    ? `${count(rows, "row")} of ${wanted}: nothing in the data allows more`
    : count(rows, "row"),
  unresolved > 0 ? `${unresolved} must stay unresolved` : "",
];

export const removedText = ({ files }: ChallengeRemoved, style: Style): string[] =>
  files.length === 0
    ? ["nothing to remove: no challenge files are there"]
    : files.map(({ path, was }) => `${style.good("removed")}  ${safe(path)}${remarks[was]}`);

const remarks = {
  unchanged: "",
  edited: "  (it had been edited since it was written)",
  gone: "  (it was gone already)",
};
