import type {
  Contradiction,
  Contradictions,
} from "../policy/contradictions/find-contradictions.ts";
import { count, titled } from "./layout.ts";
import type { Style } from "./style.ts";

const mostShown = 10;

export const contradictionsText = (contradictions: Contradictions, style: Style): string[] => {
  if (!contradictions.checked)
    return [
      "",
      style.faint(
        `Gold and inputs were not compared for contradictions: ${count(contradictions.rows, "row")} are too many.`,
      ),
    ];
  const { findings } = contradictions;
  const shown = findings
    .slice(0, mostShown)
    .map((finding) => `  ${style.warn("!")} ${sentence(finding)}`);
  const more = findings.length - shown.length;
  return titled(
    style.strong("The gold contradicts itself"),
    more > 0 ? [...shown, `  … ${more} more`] : shown,
  );
};

const sentence = (finding: Contradiction): string => {
  switch (finding.code) {
    case "same-key-different-answers":
      return `${places(finding.gold)} have the same key but differ in ${finding.columns.join(", ")}`;
    case "equal-inputs-different-answers":
      return `equal input rows (${rows(finding.inputs)}) have answers that differ in ${finding.columns.join(", ")}: ${places(finding.gold)}`;
    case "unexplained-gold-row":
      return `no input row explains ${places([finding.gold])}${nearest(finding)}`;
  }
};

const nearest = (finding: Contradiction & { code: "unexplained-gold-row" }): string =>
  finding.nearest
    ? `; nearest is ${rows([finding.nearest])}, which shares ${finding.shared.join(", ") || "nothing"}`
    : "";

const places = (gold: readonly { file: string; line: number }[]): string =>
  gold.map(({ file, line }) => `${file} line ${line}`).join(" and ");

const rows = (inputs: readonly { file: string; row: number }[]): string =>
  inputs.map(({ file, row }) => `${file} row ${row}`).join(" and ");
