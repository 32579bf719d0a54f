import type { DriftFinding } from "../../domain/drift.ts";
import { type ColumnProfile, type FewCounts, mostShown } from "./column-profile.ts";

type Found = Pick<DriftFinding, "kind" | "grade" | "share" | "seen" | "before">;

const fewestCells = 20;

/** How a column of a new feed is unlike the same column of the arena's; nothing of too few cells. */
export const columnDrift = (known: ColumnProfile, now: ColumnProfile): readonly Found[] => {
  if (known.cells === 0 || now.cells === 0) return [];
  const found = [
    isOfFewValues(known) ? unseen("new-values", known.values, now.values, now) : null,
    known.formats.isFull || known.filled < fewestCells / 2
      ? null
      : unseen("new-formats", known.formats, now.formats, now),
    blankShare(known, now),
    range(known, now),
    ambiguity(known, now),
  ];
  return found.filter((one) => one !== null);
};

const isOfFewValues = ({ values, filled }: ColumnProfile): boolean =>
  !values.isFull && filled >= fewestCells && values.counts.size * 3 <= filled;

const unseen = (
  kind: Found["kind"],
  known: FewCounts,
  { counts }: FewCounts,
  now: ColumnProfile,
): Found | null => {
  const others = [...counts].filter(([key]) => !known.counts.has(key)).sort((a, b) => b[1] - a[1]);
  const counted = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const cells = others.reduce((sum, [, count]) => sum + count, 0) + (now.filled - counted); // beyond the few
  if (cells === 0) return null;
  const share = cells / now.filled;
  const seen = others.slice(0, mostShown).map(([key]) => key);
  const before = [...known.counts.keys()].slice(0, mostShown).join(", ");
  return { kind, grade: gradeOf(share, cells), share, seen, before };
};

const blankShare = (known: ColumnProfile, now: ColumnProfile): Found | null => {
  const [before, after] = [known.blanks / known.cells, now.blanks / now.cells];
  const pooled = (known.blanks + now.blanks) / (known.cells + now.cells);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / known.cells + 1 / now.cells));
  const change = Math.abs(after - before);
  const isByChance = change < 3 * deviation || change * Math.min(known.cells, now.cells) < 3;
  if (change < 0.05 || isByChance) return null;
  return {
    kind: "blank-share",
    grade: change >= 0.25 ? "serious" : "warning",
    share: change,
    seen: [percent(after)],
    before: percent(before),
  };
};

/** A number may well be larger than any before; ten times as large is another matter. */
const range = (known: ColumnProfile, now: ColumnProfile): Found | null => {
  const isNumeric = ({ numbers, filled }: ColumnProfile): boolean => numbers >= 0.9 * filled;
  if (!isNumeric(known) || !isNumeric(now) || known.numbers < fewestCells || now.numbers === 0)
    return null;
  const span = Math.max(known.most - known.least, Math.abs(known.most), Math.abs(known.least));
  const [low, high] = [known.least - now.least, now.most - known.most];
  const beyond = span === 0 ? 0 : Math.max(low, high) / span;
  if (beyond < 1) return null;
  return {
    kind: "range",
    grade: beyond >= 9 ? "warning" : "notice",
    share: 1 / now.filled,
    seen: [`${now.least} to ${now.most}`],
    before: `${known.least} to ${known.most}`,
  };
};

const ambiguity = (known: ColumnProfile, now: ColumnProfile): Found | null => {
  if (known.ambiguous > 0 || now.ambiguous === 0) return null;
  const share = now.ambiguous / now.filled;
  return {
    kind: "ambiguous-numbers",
    grade: gradeOf(share, now.ambiguous),
    share,
    seen: now.ambiguousCells,
    before: "none",
  };
};

/** One or two cells are no change of a feed. */
const gradeOf = (share: number, cells: number): Found["grade"] => {
  if (cells < 3 || share < 0.01) return "notice";
  return share < 0.1 ? "warning" : "serious";
};

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** Whether a person has said of this finding, or of one that was no smaller, that it is right. */
export const isAcceptedBy = (accepted: DriftFinding, finding: DriftFinding): boolean => {
  const { like, column, kind } = finding;
  if (accepted.like !== like || accepted.column !== column || accepted.kind !== kind) return false;
  return kind === "new-values" || kind === "new-formats"
    ? finding.seen.every((one) => accepted.seen.includes(one))
    : finding.share <= accepted.share && (kind !== "range" || finding.seen[0] === accepted.seen[0]);
};
