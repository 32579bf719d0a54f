import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import {
  genomeCheck,
  headCheck,
  keptGenomesCheck,
  sealsCheck,
  trailCheck,
  trailFindings,
} from "./contents.ts";
import { type Finding, fault, gatherEvidence, type Looked, type VerifyCheck } from "./evidence.ts";
import { endpointCheck, environmentCheck, isolationCheck } from "./machine.ts";

import { type Rescored, rescore } from "./rescore.ts";

export interface VerifyResult {
  readonly ok: boolean;
  readonly checks: readonly ({ readonly name: string } & Finding)[];
  /** Null unless it was asked for. */
  readonly rescored: readonly Rescored[] | null;
}

export interface VerifyRequest {
  /** A head digest that was kept elsewhere. */
  readonly head?: string | undefined;
  readonly rescore: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: (now: string) => void;
}

const checklist: readonly VerifyCheck[] = [
  environmentCheck,
  isolationCheck,
  endpointCheck,
  sealsCheck,
  genomeCheck,
  keptGenomesCheck,
  trailCheck,
  headCheck,
];

/** Holds everything that was recorded against what is there; changes nothing and waits for nobody. */
export const verify = async (
  workspace: Workspace,
  { head, rescore: again, signal, progress = () => {} }: VerifyRequest,
): Promise<VerifyResult> => {
  progress("following the trail");
  const evidence = await gatherEvidence(workspace);
  const trail = await trailFindings(workspace, head);
  const looked = { workspace, evidence, trail, head, signal };
  const checks: (Finding & { name: string })[] = [];
  for (const check of checklist) {
    signal?.throwIfAborted();
    progress(`checking: ${check.name}`);
    checks.push({ name: check.name, ...(await look(check, looked)) });
  }
  const rescored = again
    ? await rescore(workspace, evidence.kept, {
        signal,
        progress: (done, total) => progress(`re-running kept genome ${done + 1} of ${total}`),
      })
    : null;
  const ok = [...checks, ...(rescored ?? [])].every((one) => one.ok);
  return { ok, checks, rescored };
};

/** What stops one check is its finding, and no reason to leave out the others. */
const look = async (check: VerifyCheck, looked: Looked): Promise<Finding> => {
  try {
    return await check.look(looked);
  } catch (error) {
    if (error instanceof Problem) return fault(error.message, error.hint);
    throw error;
  }
};
