import {
  approveReview,
  type Decided,
  pendingReviews,
  rejectReview,
  showReview,
} from "../core/review/review.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { Problem } from "../domain/problems.ts";
import { dossierJson, dossierText, pendingText } from "../report/review.ts";
import { decidedText } from "../report/review-decided.ts";
import type { Command, Rendered, Surroundings } from "./command.ts";

interface Options {
  readonly action: "list" | "show" | "approve" | "reject";
  readonly id?: string;
  readonly reason?: string;
}

export const run: Command<Options> = async ({ action, id, reason }, here) => {
  const workspace = here.openWorkspace();
  if (action === "list") {
    const pending = await pendingReviews(workspace);
    return {
      exit: exitCode.done,
      json: { pending },
      text: () => pendingText(pending, here.style),
    };
  }
  if (id === undefined)
    throw Problem.of("bad-usage", {
      message: `review ${action} needs the id of a candidate, as cleanloop review list shows it`,
    });
  if (action === "show") {
    here.progress("running both genomes for the comparison");
    const dossier = await showReview(workspace, id, here.signal);
    return {
      exit: exitCode.done,
      json: dossierJson(dossier),
      text: () => dossierText(dossier, here.style),
    };
  }
  if (action === "approve") {
    here.progress("running both genomes, so that what was judged is what is committed");
    return decided(await approveReview(workspace, id, here.signal), here);
  }
  if (!reason?.trim())
    throw Problem.of("bad-usage", {
      message: "review reject needs --reason: a refusal is evidence against trust",
    });
  return decided(await rejectReview(workspace, id, reason.trim()), here);
};

const decided = (result: Decided, here: Surroundings): Rendered => ({
  exit: result.decision === "stale" ? exitCode.finding : exitCode.done,
  json: result,
  text: () => decidedText(result, here.style),
});
