import type { Seals } from "../domain/event-parts.ts";
import type { NamedContents } from "../domain/ports/files.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import { GoldBuilder, heldOutDigest } from "../policy/gold.ts";
import { sealsOf } from "../policy/seals.ts";

import { goldBatches } from "./candidate/gold-rows.ts";

/** The digests of everything that decides what a score means, as it stands now. */
export const sealsNow = (workspace: Workspace): Promise<Seals> =>
  sealsWith(workspace, {
    files: workspace.ports.goldFiles(),
    rows: [],
    contents: workspace.ports.goldContents(),
  });

/** A gold as it is going to be. */
interface GoldToBe {
  /** Files that hold a part of it already. */
  readonly files: readonly string[];
  /** Rows that are in no file yet, in the order of the declared columns. */
  readonly rows: readonly (readonly string[])[];
  /** All of its files, whether or not they are there yet. */
  readonly contents: NamedContents;
}

/** The seals as they will be when the gold is this one. */
export const sealsWith = async (
  { project, ports }: Workspace,
  { files, rows, contents }: GoldToBe,
): Promise<Seals> => {
  const gold = new GoldBuilder(project.arena);
  for await (const { cells, positions, first } of goldBatches(
    project.arena,
    files,
    ports.readCells,
  ))
    for (let row = first; row < cells.rows; row++) gold.take(cells, row, positions);
  for (const row of rows) gold.add(row);
  return sealsOf({
    judge: ports.judgeBuild(),
    arena: ports.arenaContent(),
    gold: contents,
    holdout: heldOutDigest(gold.build()),
    starter: ports.genomes.starter(),
  });
};
