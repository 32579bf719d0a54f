import {
  approveReview,
  type Decided,
  pendingReviews,
  rejectReview,
  showReview,
} from "../core/review/review.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { Problem } from "../domain/problems.ts";
import { progressText } from "../report/progress.ts";
import {
  decidedText,
  pendingText,
  reviewSummaryJson,
  reviewSummaryText,
} from "../report/review.ts";
import type { CommandContext, Rendered, RunCommand } from "./command.ts";

interface Options {
  readonly action: "list" | "show" | "approve" | "reject";
  readonly id?: string;
  readonly reason?: string;
}

export const run: RunCommand<Options> = async ({ action, id, reason }, context) => {
  const workspace = context.openWorkspace();
  if (action === "list") {
    const pending = await pendingReviews(workspace);
    return {
      exit: exitCode.done,
      isPaged: true,
      json: { pending },
      text: () => pendingText(pending, context.style),
    };
  }
  if (id === undefined)
    throw Problem.of("bad-usage", {
      command: "review",
      message: `review ${action} needs the id of a candidate, as cleanloop review list shows it`,
    });
  if (action === "show") {
    context.progress(progressText.comparing);
    const summary = await showReview(workspace, id, context.signal);
    return {
      exit: exitCode.done,
      isPaged: true,
      json: reviewSummaryJson(summary),
      text: () => reviewSummaryText(summary, context.style),
    };
  }
  if (action === "approve") {
    context.progress(progressText.approving);
    return decided(await approveReview(workspace, id, context.signal), context);
  }
  if (!reason?.trim())
    throw Problem.of("bad-usage", {
      command: "review",
      message: "review reject needs --reason: a refusal is evidence against trust",
    });
  return decided(await rejectReview(workspace, id, reason.trim()), context);
};

const decided = (result: Decided, context: CommandContext): Rendered => ({
  exit: result.decision === "stale" ? exitCode.finding : exitCode.done,
  json: result,
  text: () => decidedText(result, context.style),
});
