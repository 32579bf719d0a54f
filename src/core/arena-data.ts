import { relative } from "node:path";
import type { Workspace } from "../domain/ports/ports.ts";
import {
  type Contradictions,
  contradictionLimits,
  findContradictions,
  type GoldRow,
  type InputTable,
} from "../policy/contradictions/find-contradictions.ts";
import { type GoldFault, GoldFaults } from "../policy/gold-faults.ts";
import { goldBatches, goldRows } from "./candidate/gold-rows.ts";

/** Every input row, or undefined where there are more than can be compared with ease. */
export const inputTables = async ({ ports }: Workspace): Promise<InputTable[] | undefined> => {
  const tables: InputTable[] = [];
  let room = contradictionLimits.rows;
  for (const feed of await ports.feeds.open()) {
    const [header = [], ...rows] = firstRows(ports.feeds.rows(feed), room + 1);
    tables.push({ name: feed.name, header, rows });
    room -= rows.length;
    if (room < 0) return undefined;
  }
  return tables;
};

const firstRows = (rows: Iterable<string[]>, most: number): string[][] => {
  const first: string[][] = [];
  for (const row of rows) {
    first.push(row);
    if (first.length > most) break;
  }
  return first;
};

/** Every gold row, or undefined where there are too many. */
export const firstGoldRows = async ({
  project,
  ports,
}: Workspace): Promise<GoldRow[] | undefined> => {
  const gold: GoldRow[] = [];
  for (const path of ports.goldFiles()) {
    const file = relative(project.root, path);
    let line = 1; // the header's
    for await (const batch of goldRows(project.arena, [path], ports.readCells)) {
      for (const cells of batch) gold.push({ file, line: ++line, cells });
      if (gold.length > contradictionLimits.rows) return undefined;
    }
  }
  return gold;
};

/** What no output can both reproduce and pass its checks with; the gold may be of any length. */
export const goldFaultsIn = async ({
  project,
  ports,
}: Workspace): Promise<readonly GoldFault[]> => {
  const found = new GoldFaults(project.arena);
  for (const path of ports.goldFiles()) {
    const file = relative(project.root, path);
    let line = 1; // the header's
    for await (const batch of goldBatches(project.arena, [path], ports.readCells))
      for (let row = batch.first; row < batch.cells.rows; row++)
        found.take(file, ++line, batch.cells, row, batch.positions);
  }
  return found.faults;
};

/** Holds the gold against itself and the inputs, as long as both fit into memory with ease. */
export const contradictionsIn = async (workspace: Workspace): Promise<Contradictions> => {
  const inputs = await inputTables(workspace);
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
