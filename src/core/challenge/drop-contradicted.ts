import { basename } from "node:path";
import type { ChallengeLevel } from "../../domain/challenge-levels.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { ArenaData } from "../../policy/challenge/arena-facts.ts";
import type { MadeRow } from "../../policy/challenge/make-rows.ts";
import { findContradictions } from "../../policy/contradictions/find-contradictions.ts";

import { challengeLayout, type LaidOut } from "./files.ts";

/** Without the rows that the arena, its gold and all of them together would contradict. */
export const consistent = (
  workspace: Workspace,
  data: ArenaData,
  levels: readonly ChallengeLevel[],
  rows: readonly MadeRow[],
): readonly MadeRow[] => {
  const doubtful = doubtfulRows(data, challengeLayout(workspace, levels, rows));
  if (doubtful.size === 0) return rows;
  return consistent(
    workspace,
    data,
    levels,
    rows.filter((row) => !doubtful.has(row)),
  );
};

const doubtfulRows = (data: ArenaData, { inputs, gold }: LaidOut): Set<MadeRow> => {
  const { master, gold: answer } = data.arena;
  const made = inputs.flatMap(({ path, rows }) =>
    rows.map((row, at) => ({ row, file: basename(path), at: at + 1 })),
  );
  const result = findContradictions({
    columns: master.columns,
    key: answer.key,
    gold: [
      ...data.gold,
      ...made.map(({ row }, line) => ({ file: gold?.path ?? "", line, cells: row.gold ?? [] })),
    ].filter(({ cells }) => cells.length > 0),
    inputs: [
      ...data.inputs,
      ...inputs.map(({ path, header, rows }) => ({
        name: basename(path),
        header,
        rows: rows.map(({ cells }) => cells),
      })),
    ],
  });
  const findings = result.checked ? result.findings : [];
  const golds = findings.flatMap((finding) => [finding.gold].flat());
  const places = findings.flatMap((finding) => ("inputs" in finding ? finding.inputs : []));
  return new Set([
    ...golds.flatMap(({ file, line }) => (file === gold?.path ? (made[line]?.row ?? []) : [])),
    ...made
      .filter(({ file, at }) => places.some((place) => place.file === file && place.row === at))
      .map(({ row }) => row),
  ]);
};
