import { csvLine } from "../../cells/csv-line.ts";
import { type Table, tablesOf } from "../../domain/arena.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { StagedRun } from "../../domain/ports/run-target.ts";
import type { RunTables } from "../../domain/run.ts";

/** Each table put together from files that have its header, one below the other. */
export const joinTables = (
  { project }: Workspace,
  staged: StagedRun,
  partsOf: (table: Table) => readonly string[],
): RunTables =>
  new Map(
    tablesOf(project.arena).map((table) => {
      const header = Buffer.byteLength(csvLine(table.columns.map(({ name }) => name)));
      return [table.name, staged.join(table.file, partsOf(table), header)] as const;
    }),
  );
