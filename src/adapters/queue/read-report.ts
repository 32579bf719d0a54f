import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TableName } from "../../domain/arena.ts";
import type { Sha } from "../../domain/digest.ts";
import type { EvaluationOrder } from "../../domain/ports/evaluators.ts";
import { bytesPerMb, type ContainedRun } from "../../domain/run.ts";
import { BadBlob, type Blobs } from "./blobs.ts";
import { mostReportBytes, parsed, reportSchema } from "./wire.ts";

/** Null when some of it is no longer in the queue; throws BadBlob where it is not what it must be. */
export const readReport = async (
  blobs: Blobs,
  sha: Sha,
  { tables, limits, outputFolder }: EvaluationOrder,
): Promise<ContainedRun | null> => {
  const text = await blobs.text(sha, mostReportBytes);
  if (text === null) return null;
  const report = parsed(reportSchema, text.toString("utf8"));
  if (!report) throw new BadBlob("its report is not one");
  if (report.outcome !== "ok") return report;
  const given = new Map(report.tables.map((table) => [table.name, table.sha]));
  if (given.size !== tables.length || report.tables.length !== tables.length)
    throw new BadBlob("its tables are not the declared ones");
  const paths = new Map<TableName, string>();
  // All of them end before anything is said: the folder is theirs until then.
  const fetched = await Promise.allSettled(
    tables.map(async ({ name, file }) => {
      const digest = given.get(name);
      if (!digest) throw new BadBlob(`it left no ${name} table`);
      const path = join(outputFolder, file);
      rmSync(path, { force: true });
      paths.set(name, path);
      return blobs.file(digest, path, limits.outputMb * bytesPerMb);
    }),
  );
  for (const one of fetched) if (one.status === "rejected") throw one.reason;
  if (fetched.some((one) => one.status === "fulfilled" && !one.value)) return null;
  // Nobody waits for that; what stays behind is gone some minutes later.
  void blobs.drop(sha, ...new Set(given.values())).catch(() => {});
  return { outcome: "ok", facts: report.facts, tables: paths };
};
