import type { Isolation } from "../../domain/run.ts";
import { fewestHeldOut } from "../../policy/judge/judged.ts";
import type { Session } from "./session.ts";

export interface Cap {
  readonly code: "weak-isolation" | "few-held-out" | "proposer-not-hidden" | "force-review";
  readonly detail: string;
}

/** Why trust counts for less here than its level says. */
export const capsOf = (
  { bench: { gold }, proposer, request }: Session,
  isolation: Isolation | null,
): readonly Cap[] => {
  const caps: Cap[] = [];
  if (isolation?.backend === "process")
    caps.push({ code: "weak-isolation", detail: "programs run without namespaces" });
  if (gold.heldOutSize < fewestHeldOut)
    caps.push({
      code: "few-held-out",
      detail: `${gold.heldOutSize} gold rows are held out, so that nothing can be called overfit`,
    });
  if (proposer.notHidden !== null)
    caps.push({ code: "proposer-not-hidden", detail: proposer.notHidden });
  if (request.forceReview)
    caps.push({ code: "force-review", detail: "asked for with --force-review" });
  return caps;
};
