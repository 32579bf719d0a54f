import { exportReview } from "../core/review/export.ts";
import {
  approveReview,
  type Decided,
  pendingReviews,
  rejectReview,
  showReview,
} from "../core/review/review.ts";
import { exitCode } from "../domain/exit-codes.ts";
import { Problem } from "../domain/problems.ts";
import { patchMail } from "../report/patch.ts";
import { progressText } from "../report/progress.ts";
import {
  decidedText,
  pendingText,
  reviewSummaryJson,
  reviewSummaryText,
} from "../report/review.ts";
import type { CommandContext, Rendered, RunCommand } from "./command.ts";

interface Options {
  readonly action: "list" | "show" | "approve" | "reject" | "export";
  readonly id?: string;
  readonly reason?: string;
  readonly patch?: boolean;
}

export const run: RunCommand<Options> = async ({ action, id, reason, patch }, context) => {
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
  if (action === "export") {
    if (!patch)
      throw Problem.of("bad-usage", {
        command: "review",
        message: "review export needs --patch: a mail that git am takes is all that it can make",
      });
    const change = await exportReview(workspace, id);
    const mail = patchMail({ ...change, version: workspace.ports.versions.cleanloop });
    return {
      exit: exitCode.done,
      json: { round: change.story.event.round, sha: change.chosen.sha, patch: mail },
      text: () => [mail.trimEnd()],
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
