import type { Workspace } from "../domain/ports.ts";
import {
  type Contradictions,
  contradictionLimits,
  findContradictions,
} from "../policy/contradictions/find.ts";
import { firstGoldRows, inputTables } from "./arena-data.ts";

/** Holds the gold against itself and the inputs, as long as both fit into memory with ease. */
export const contradictionsIn = async (workspace: Workspace): Promise<Contradictions> => {
  const inputs = inputTables(workspace);
  if (inputs === undefined) return tooLarge;
  const gold = await firstGoldRows(workspace);
  if (gold === undefined) return tooLarge;
  const { master, gold: answer } = workspace.project.arena;
  return findContradictions({ columns: master.columns, key: answer.key, gold, inputs });
};

const tooLarge: Contradictions = {
  checked: false,
  why: "too-large",
  rows: contradictionLimits.rows + 1,
};
