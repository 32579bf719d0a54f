import type { Scope } from "../../cells/checks.ts";
import type { Judged } from "../../domain/evaluation.ts";
import type { Workspace } from "../../domain/ports.ts";
import { bytesPerMb, type RunTables } from "../../domain/run.ts";
import type { Gold } from "../../policy/gold.ts";
import { judgeTables, loadGold } from "./judging.ts";

export const goldOf = ({ project, ports }: Workspace): Promise<Gold> =>
  loadGold(project.arena, ports.goldFiles(), ports.readTable);

/** The judge's word on a run's tables, none of which may be larger than a run may write. */
export const judged = (
  { settings, ports }: Workspace,
  gold: Gold,
  tables: RunTables,
  scope: Scope = "all",
): Promise<Judged> =>
  judgeTables(gold, tables, ports.readTable, settings.outputMb.value * bytesPerMb, scope);
