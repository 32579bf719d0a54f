import { visible } from "../domain/visible.ts";
import type { DiffLine, Hunk } from "../policy/diff.ts";
import type { Style } from "./style.ts";

const longestLine = 400;
const marks: Record<DiffLine["kind"], string> = { same: " ", removed: "-", added: "+" };

/** A unified diff as people know it, with whatever the texts hold made visible. */
export const diffText = (hunks: readonly Hunk[], style: Style): string[] =>
  hunks.flatMap((hunk) => [
    style.faint(hunkTitle(hunk)),
    ...hunk.lines.map((line) => lineText(line, style)),
  ]);

const hunkTitle = ({ before, after, lines }: Hunk): string => {
  const old = lines.filter(({ kind }) => kind !== "added").length;
  const fresh = lines.filter(({ kind }) => kind !== "removed").length;
  return `@@ -${before},${old} +${after},${fresh} @@`;
};

const lineText = ({ kind, text }: DiffLine, style: Style): string => {
  const colour = { same: (same: string) => same, removed: style.bad, added: style.good }[kind];
  return colour(marks[kind] + visible(text, longestLine));
};
