import { endedBelow, type LoopResult, type StopReason } from "../core/loop/finish.ts";
import { loop } from "../core/loop/loop.ts";
import type { Onlooker, Reviewer } from "../core/loop/running-loop.ts";
import type { ReviewSummary, Word } from "../core/review/review-summary.ts";
import { type ExitCode, exitCode } from "../domain/exit-codes.ts";
import { Problem } from "../domain/problems.ts";
import { isQueueUrl, type SettingFlags } from "../domain/settings.ts";
import {
  candidatesAloneText,
  challengesText,
  loopSummary,
  loopText,
  stageText,
} from "../report/loop.ts";
import {
  changedRowsText,
  codeText,
  headText,
  reasonQuestion,
  reviewQuestion,
} from "../report/review.ts";
import { missingIsolationText } from "../report/run.ts";
import { loopMarkdown } from "../report/step-summary.ts";
import { eventText } from "../report/trail-event.ts";
import type { CommandContext, RunCommand } from "./command.ts";

interface Options {
  readonly maxIterations: number;
  readonly proposer?: string;
  readonly rerank?: boolean;
  readonly candidates?: number;
  readonly reviewer: Reviewer;
  readonly forceReview?: boolean;
  readonly fresh?: boolean;
  readonly acceptChanges?: boolean;
  readonly isolation?: SettingFlags["isolation"];
  readonly name?: string;
  readonly budgetTokens?: number;
  readonly budgetUsd?: number;
  readonly budgetMinutes?: number;
  readonly seed: number;
  readonly queue?: string;
  readonly failUnder?: number;
}

export const run: RunCommand<Options> = async (options, context) => {
  const workspace = context.openWorkspace(settingsIn(options));
  if (options.candidates !== undefined && !options.rerank) context.note(candidatesAloneText);
  const result = await loop(
    workspace,
    {
      maxIterations: options.maxIterations,
      reviewer: options.reviewer,
      forceReview: options.forceReview ?? false,
      fresh: options.fresh ?? false,
      acceptChanges: options.acceptChanges ?? false,
      name: options.name ?? null,
      seed: options.seed,
      candidates: options.rerank ? workspace.settings.proposer.candidates.value : 1,
    },
    onlookerAt(context),
    context.signal,
  );
  return {
    exit: exitFor(result, options.failUnder ?? 0),
    json: loopSummary(result),
    isLastLine: true,
    markdown: () => loopMarkdown(result),
    text: () => loopText(result, options.failUnder ?? 0, context.style),
  };
};

const settingsIn = (options: Options): SettingFlags => {
  // Not said back: it may hold a password.
  if (options.queue !== undefined && !isQueueUrl(options.queue))
    throw Problem.of("bad-queue", { source: "what follows --queue" });
  return flagsIn(options);
};

const flagsIn = (options: Options): SettingFlags => ({
  isolation: options.isolation,
  proposer: { use: options.proposer, candidates: options.candidates },
  budgets: {
    tokens: options.budgetTokens,
    usd: options.budgetUsd,
    minutes: options.budgetMinutes,
  },
  queue: { url: options.queue },
});

const exits: Record<StopReason, ExitCode> = {
  perfect: exitCode.done,
  saturated: exitCode.done,
  "max-iterations": exitCode.done,
  "awaiting-review": exitCode.awaitingReview,
  tripwire: exitCode.stopped,
  stopped: exitCode.stopped,
  interrupted: exitCode.interrupted,
};

/** What ended a loop early matters more than how far it came. */
const exitFor = (result: LoopResult, failUnder: number): ExitCode => {
  const exit = exits[result.stopReason];
  return exit === exitCode.done && endedBelow(result, failUnder) ? exitCode.finding : exit;
};

const onlookerAt = (context: CommandContext): Onlooker => ({
  event: (event) => context.say(() => eventText(event, context.style), event),
  stage: (now, standing) => context.progress(stageText(now, standing)),
  missing: (missing) => {
    for (const line of missingIsolationText(missing)) context.note(`WARNING: ${line}`);
  },
  challenges: (files) => context.note(challengesText(files)),
  note: context.note,
  ask: context.prompt && ((summary, signal) => askAbout(summary, context, signal)),
});

/** Asks until there is a word that decides. */
const askAbout = async (
  summary: ReviewSummary,
  context: CommandContext,
  signal: AbortSignal,
): Promise<Word> => {
  const show = (lines: readonly string[]): void => context.say(() => lines, null);
  show(headText(summary, context.style));
  for (;;) {
    const answer = (await context.prompt?.(reviewQuestion, signal))?.trim().toLowerCase();
    if (answer === "a" || answer === "approve") return { say: "approve" };
    if (answer === undefined || answer === "q" || answer === "quit") return { say: "quit" };
    if (answer === "d" || answer === "diff")
      await context.page(() => codeText(summary, context.style));
    else if (answer === "o" || answer === "rows")
      await context.page(() => changedRowsText(summary, context.style));
    else if (answer === "r" || answer === "reject") {
      const reason = (await context.prompt?.(reasonQuestion, signal))?.trim();
      if (reason) return { say: "reject", reason };
    }
  }
};
