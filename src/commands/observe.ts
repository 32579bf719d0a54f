import { setTimeout as wait } from "node:timers/promises";
import { type Observation, observe } from "../core/observe/observe.ts";
import type { ProjectOverview } from "../core/observe/overview.ts";
import { observeRound } from "../core/observe/round-story.ts";
import { observeRow } from "../core/observe/row-story.ts";
import { observeWhole } from "../core/observe/whole-view.ts";
import { exitCode } from "../domain/exit-codes.ts";
import type { Workspace } from "../domain/ports/ports.ts";
import type { TrailHead } from "../domain/ports/trail.ts";
import { Problem } from "../domain/problems.ts";
import { observeJson, observeText, reportWrittenText, watchingText } from "../report/observe.ts";
import { roundJson, roundText } from "../report/observe-round.ts";
import { rowJson, rowText } from "../report/observe-row.ts";
import { pageData } from "../report/page-data.ts";
import { pageHtml } from "../report/page-html.ts";
import { progressText } from "../report/progress.ts";
import { roundLine } from "../report/rounds.ts";
import { observeMarkdown } from "../report/step-summary.ts";

import type { CommandContext, Rendered, RunCommand } from "./command.ts";

interface Options {
  readonly round?: number;
  readonly row?: string;
  readonly watch?: boolean;
  readonly limit?: number;
  readonly html?: string;
  readonly json?: boolean;
}

const usualLimit = 20;

export const run: RunCommand<Options> = async (options, context) => {
  refuseClashes(options);
  const workspace = context.openWorkspace();
  if (options.html !== undefined) return report(workspace, options.html, context);
  if (options.row !== undefined) return oneRecord(workspace, options.row, options, context);
  const observation = observe(workspace, options.limit ?? usualLimit);
  if (options.watch) return watched(workspace, observation, context);
  context.progress(progressText.readingTrail);
  if (options.round !== undefined) return oneRound(workspace, options.round, context);
  const observed = await observation.look();
  return {
    exit: exitCode.done,
    json: observeJson(observed),
    markdown: () => observeMarkdown(observed),
    text: () => observeText(observed, context.screen.width, context.style),
  };
};

/** One file that shows everything, for a browser. */
const report = async (
  workspace: Workspace,
  file: string,
  context: CommandContext,
): Promise<Rendered> => {
  context.progress(progressText.readingTrail);
  const view = await observeWhole(workspace).look(0);
  const { versions, now } = workspace.ports;
  const about = { live: false, version: versions.cleanloop, made: now().toISOString() };
  const html = pageHtml(pageData(view, about), context.pageParts());
  const path = context.writeReport(workspace, file, html);
  return {
    exit: exitCode.done,
    json: { path, bytes: Buffer.byteLength(html), head: view.overview.head },
    text: () => reportWrittenText(path, Buffer.byteLength(html), context.style),
  };
};

const refuseClashes = ({ round, row, watch, limit, json, html }: Options): void => {
  const refuse = (message: string): never => {
    throw Problem.of("bad-usage", { command: "observe", message });
  };
  if (watch && json) refuse("--watch draws for people, so it goes without --json");
  if (watch && round !== undefined)
    refuse("a round does not change, so --watch says nothing there");
  if (html !== undefined && (watch || round !== undefined || limit !== undefined))
    refuse("--html holds every round, so it goes without --round, --limit and --watch");
  if (row !== undefined && (round !== undefined || watch || html !== undefined))
    refuse("--row tells the story of one record, so it goes without --round, --watch and --html");
  if (limit !== undefined && round !== undefined)
    refuse("--round shows one round, so --limit says nothing there");
};

const oneRound = async (
  workspace: Workspace,
  round: number,
  { style }: CommandContext,
): Promise<Rendered> => {
  const story = await observeRound(workspace, round);
  return { exit: exitCode.done, json: roundJson(story), text: () => roundText(story, style) };
};

const oneRecord = async (
  workspace: Workspace,
  asked: string,
  { limit = usualLimit }: Options,
  context: CommandContext,
): Promise<Rendered> => {
  context.progress(progressText.findingRecord);
  const story = await observeRow(workspace, {
    asked,
    limit,
    signal: context.signal,
    progress: (done, total) => context.progress(progressText.runningAgain(done, total)),
  });
  return {
    exit: exitCode.done,
    json: rowJson(story),
    text: () => rowText(story, context.style),
  };
};

const pollMs = 500;

/** Shows how things stand whenever the trail has grown; only an interruption ends it. */
const watched = async (
  { ports }: Workspace,
  observation: Observation,
  context: CommandContext,
): Promise<Rendered> => {
  let before: ProjectOverview | null = null;
  for (;;) {
    const head = ports.trail.head();
    const now = await observation.look();
    show(now, before, context);
    before = now;
    do await wait(pollMs, undefined, { signal: context.signal });
    while (isSame(ports.trail.head(), head));
  }
};

const isSame = (a: TrailHead | null, b: TrailHead | null): boolean =>
  a?.seq === b?.seq && a?.hash === b?.hash;

/** A terminal shows the present; what else there is gets a line for each new round. */
const show = (
  now: ProjectOverview,
  before: ProjectOverview | null,
  context: CommandContext,
): void => {
  const { screen, style, say } = context;
  const all = (): string[] => observeText(now, screen.width, style);
  if (screen.redraw) screen.redraw([...all(), "", watchingText]);
  else say(before ? () => newRounds(now, before).map((row) => roundLine(row, style)) : all, null);
};

const newRounds = (now: ProjectOverview, before: ProjectOverview) => {
  const added = now.totals.rounds - before.totals.rounds;
  return added === 0 ? [] : now.rounds.slice(-added);
};
