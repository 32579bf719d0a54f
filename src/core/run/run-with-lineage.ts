import { tablesOf } from "../../domain/arena.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import { Problem } from "../../domain/problems.ts";
import { endEvent, type LineageEnd, type LineageRun, startEvent } from "./lineage-events.ts";
import { type RunFeedsRequest, type RunFeedsResult, runFeeds } from "./run-feeds.ts";

/** The same run, told to an OpenLineage file or server; what goes wrong there is only a warning. */
export const runWithLineage = async (
  workspace: Workspace,
  request: RunFeedsRequest,
  target: string,
  signal: AbortSignal,
): Promise<RunFeedsResult> => {
  const { project, ports } = workspace;
  const { runId, send } = ports.lineage(target);
  const told: LineageRun = { runId, job: project.arena.name, version: ports.versions.cleanloop };
  const unsent = [await send(startEvent(told, ports.now(), request.inputs))];
  const end = async (what: LineageEnd): Promise<void> => {
    unsent.push(await send(endEvent(told, ports.now(), what)));
  };
  const result = await runFeeds(workspace, request, signal).catch(async (error) => {
    await end({ ...nothing, failure: reasonFor(error, signal) });
    throw error;
  });
  try {
    await end(await endOf(workspace, result));
  } catch (error) {
    // The tables are published by now: whatever is wrong with their description is no fault of theirs.
    unsent.push(`the lineage event could not be made: ${String(error)}`);
  }
  const warnings = unsent.filter((fault) => fault !== null);
  return { ...result, warnings: [...result.warnings, ...new Set(warnings)] };
};

const nothing: LineageEnd = { inputs: [], tables: [], checks: [], columnsRead: {}, failure: null };

const reasonFor = (error: unknown, signal: AbortSignal): string => {
  if (signal.aborted) return "interrupted";
  return error instanceof Problem ? error.message : "a bug in CleanLoop";
};

const endOf = async (
  { project, ports }: Workspace,
  { status, feeds, manifest, checks, genome, out }: RunFeedsResult,
): Promise<LineageEnd> => {
  const inputs = feeds.map(({ path, header }) => ({ path, columns: header }));
  const failed = checks.filter(({ passed }) => !passed);
  return {
    inputs,
    tables: tablesOf(project.arena).flatMap((table) => {
      const written = manifest?.tables.find(({ name }) => name === table.name);
      return written ? [{ table, path: `${out}/${table.file}`, rows: written.rows }] : [];
    }),
    checks,
    columnsRead: await ports.compiler.columnsRead(genome.content),
    failure:
      status === "refused"
        ? failed.map(({ name, detail }) => `${name}: ${detail}`).join("; ")
        : null,
  };
};
