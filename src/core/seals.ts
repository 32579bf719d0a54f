import type { Seals } from "../domain/event-parts.ts";
import type { Workspace } from "../domain/ports.ts";
import { heldOutDigest } from "../policy/holdout.ts";
import { sealsOf } from "../policy/seals.ts";
import { goldOf } from "./verdict.ts";

/** The digests of everything that decides what a score means, as it stands now. */
export const sealsNow = async (workspace: Workspace): Promise<Seals> => {
  const { ports } = workspace;
  return sealsOf({
    judge: ports.judgeBuild(),
    arena: ports.arenaContent(),
    gold: ports.goldContents(),
    holdout: heldOutDigest(await goldOf(workspace)),
    starter: ports.genomes.starter(),
  });
};
