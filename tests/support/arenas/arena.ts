import { csvLine } from "../../../src/cells/csv-line.ts";
import type { VetoName } from "../../../src/domain/arena.ts";
import type { ColumnType } from "../../../src/domain/columns.ts";
import { plainStarter } from "./starter.ts";

/** A whole CleanLoop project as texts, the same for the same seed. */
export interface GeneratedArena {
  /** What goes into `data/arena.json`. */
  readonly arena: object;
  /** CSV texts by file name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Every row whose answer is known. */
  readonly gold: string;
  readonly starter: string;
}

export interface ArenaKind {
  readonly name: string;
  /** Whether the inputs determine the gold. */
  readonly solvable: boolean;
  readonly about: string;
  make(seed: number): GeneratedArena;
}

export type Cell = string | number | null;
/** The first row's keys are the header. */
export type Sheet = readonly Readonly<Record<string, Cell>>[];

export interface Draft {
  readonly name: string;
  readonly goal: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly required: readonly string[];
  readonly inputs: Readonly<Record<string, Sheet>>;
  readonly gold: Sheet;
  /** Given where the gold knows only some of the keys. */
  readonly partialKey?: readonly string[];
  readonly failures?: object;
  readonly vetoes?: readonly VetoName[];
  readonly starter?: string;
}

export const arenaOf = (draft: Draft): GeneratedArena => ({
  arena: {
    name: draft.name,
    goal: draft.goal,
    tables: {
      master: { file: `${draft.name}.csv`, columns: draft.columns, required: draft.required },
      ...(draft.failures ? { failures: draft.failures } : {}),
    },
    gold: draft.partialKey ? { key: draft.partialKey, partial: true } : {},
    holdout: 0.5,
    vetoes: draft.vetoes ?? ["deterministic", "order-free"],
  },
  inputs: Object.fromEntries(
    Object.entries(draft.inputs).map(([file, rows]) => [file, csvOf(rows)]),
  ),
  gold: csvOf(draft.gold),
  starter: draft.starter ?? plainStarter(Object.keys(draft.columns), headersOf(draft)),
});

const csvOf = (rows: Sheet): string => {
  const header = Object.keys(rows[0] ?? {});
  return [header, ...rows.map((row) => header.map((name) => String(row[name] ?? "")))]
    .map(csvLine)
    .join("");
};

const headersOf = ({ inputs }: Draft): Set<string> =>
  new Set(Object.values(inputs).flatMap((rows) => Object.keys(rows[0] ?? {})));
