import type { Isolation, Job } from "../../domain/run.ts";
import { attempt } from "./attempt.ts";
import type { Backend } from "./backends/backend.ts";
import type { NodeFacts } from "./node.ts";
import { SetupFailed } from "./setup-failed.ts";
import { openWorkspace } from "./workspace.ts";

const entry = "empty.cjs";

const emptyJob: Job = {
  program: "",
  inputs: [],
  tables: [],
  limits: { timeoutSeconds: 10, memoryMb: 256, outputMb: 1 },
  outputFolder: "",
};

/** Why a program that does nothing does not even run on this backend; null when it does. */
export const faultOfEmptyRun = async (
  backend: Backend,
  isolation: Isolation,
  node: NodeFacts,
  signal: AbortSignal | undefined,
): Promise<string | null> => {
  const runtime = openWorkspace();
  try {
    runtime.write(entry, "");
    const place = { folder: runtime.folder, entry, node };
    const run = await attempt(backend, isolation, place, emptyJob, signal);
    if (run.outcome === "ok") return null;
    const lastLine = run.facts.stderr.trim().split("\n").at(-1) ?? "";
    return `an empty program ${run.detail}${lastLine === "" ? "" : ` (${lastLine})`}`;
  } catch (error) {
    if (error instanceof SetupFailed) return error.message;
    throw error;
  } finally {
    await runtime.remove();
  }
};
