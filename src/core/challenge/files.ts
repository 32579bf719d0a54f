import { basename, dirname, join, relative } from "node:path";
import { csvLine, quotedCsvLine } from "../../cells/csv-line.ts";
import type { ChallengeRow } from "../../domain/challenge.ts";
import type { ChallengeLevel } from "../../domain/challenge-levels.ts";
import type { NewFile } from "../../domain/ports/files.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { pathsOf } from "../../domain/project.ts";

import type { MadeRow } from "../../policy/challenge/make-rows.ts";

interface ChallengeInput extends NewFile {
  readonly header: readonly string[];
  readonly rows: readonly MadeRow[];
}

export interface LaidOut {
  readonly inputs: readonly ChallengeInput[];
  /** Null where every row's right answer is that there is none. */
  readonly gold: (NewFile & { readonly rows: readonly (readonly string[])[] }) | null;
}

/** Which files the rows make: one of inputs for each header among their sources, one of gold. */
export const challengeLayout = (
  { project }: Workspace,
  levels: readonly ChallengeLevel[],
  rows: readonly MadeRow[],
): LaidOut => {
  const { root, arena } = project;
  const { inputs, data } = pathsOf(root);
  const name = `challenge-${levels.join("-")}`;
  const pathIn = (folder: string, file: string): string => relative(root, join(folder, file));
  const groups = [...byHeader(rows).values()];
  const gold = rows.flatMap((row) => (row.gold === null ? [] : [row.gold]));
  const columns = arena.master.columns.map((column) => column.name);
  return {
    inputs: groups.map((group) => ({
      path: pathIn(inputs, groups.length === 1 ? `${name}.csv` : `${name}-${group.file}`),
      header: group.header,
      rows: group.rows,
      text:
        csvLine(group.header) +
        group.rows
          .map(({ cells, quoted }) => (quoted ? quotedCsvLine(cells) : csvLine(cells)))
          .join(""),
    })),
    gold:
      gold.length === 0
        ? null
        : {
            path: pathIn(dirname(join(data, arena.gold.file)), `${name}.csv`),
            rows: gold,
            text: [columns, ...gold].map(csvLine).join(""),
          },
  };
};

/** Files that are alike in their columns share a challenge file, named after the first of them. */
const byHeader = (rows: readonly MadeRow[]) => {
  const sorted = rows.toSorted((a, b) => compare(a.source.file, b.source.file));
  const groups = new Map<string, { file: string; header: readonly string[]; rows: MadeRow[] }>();
  for (const row of sorted) {
    const { header, file } = row.source;
    const key = JSON.stringify(header);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else
      groups.set(key, {
        file: `${file.replace(/(\.csv)?(\.gz)?$/i, "")}.csv`,
        header,
        rows: [row],
      });
  }
  return groups;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What the manifest says of each row. */
export const listed = ({ inputs }: LaidOut): ChallengeRow[] =>
  inputs.flatMap(({ path, rows }) =>
    rows.map(({ level, source, gold, quoted, changes }, at) => ({
      file: path,
      row: at + 1,
      level,
      source: { file: source.file, row: source.row },
      settled: gold !== null,
      quoted,
      changes: [...changes],
    })),
  );

/** Challenge files that are active now: inputs and gold whose name says so. */
export const challengeFiles = ({ ports }: Workspace): string[] =>
  [...ports.feeds.files().map(({ name }) => name), ...ports.goldFiles()]
    .map((path) => basename(path))
    .filter((name) => name.startsWith("challenge-"));
