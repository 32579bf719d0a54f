import { attempt } from "../adapters/containment/attempt.ts";
import { bwrap } from "../adapters/containment/backends/bwrap.ts";
import { processOnly } from "../adapters/containment/backends/process.ts";
import { unshare } from "../adapters/containment/backends/unshare.ts";
import { isolationBy } from "../adapters/containment/layers.ts";
import { thisNode } from "../adapters/containment/node.ts";
import { Standby } from "../adapters/containment/standby.ts";
import type { Job } from "../domain/run.ts";
import type { RunRequest } from "./request.ts";
import { type Runs, runRequest } from "./run-request.ts";

const backends = { bwrap, unshare, process: processOnly };

/** The honest run has time, so that a slow machine is not taken for a harmed sandbox. */
const patientSeconds = 60;

/**
 * Runs jobs on the one backend that was chosen when the red team was assembled, each in a sandbox
 * that stood ready before its job was told.
 */
const containmentFor = async (request: RunRequest): Promise<Runs> => {
  const { nodePermissions, runtimeFolder, hostile, inputs, limits } = request;
  const backend = backends[request.backend];
  const node = nodePermissions ? thisNode() : { ...thisNode(), permissionFlag: null };
  const runtime = { folder: runtimeFolder, entry: "runner.cjs", node };
  const isolation = isolationBy(request.backend, node);
  const ready = (fittings: Pick<Job, "inputs" | "limits">): Promise<Standby> =>
    Standby.start(backend, runtime, fittings, new AbortController().signal);
  const patient = { ...limits, timeoutSeconds: patientSeconds };
  const next =
    hostile.kind === "escaped" && hostile.besideNext
      ? await ready({ inputs, limits: patient })
      : null;
  return {
    run: async (job, { signal }) => {
      const standby = await ready(job);
      const run = await standby.run(job, isolation, signal);
      await standby.discard(); // whoever looks for what is left looks now
      return run ?? attempt(backend, isolation, runtime, job, signal);
    },
    next: next && {
      pid: next.pid,
      folder: next.folder,
      run: async (given, { signal }) => {
        const job = { ...given, limits: patient };
        const run = (await next.isFitFor(backend)) ? await next.run(job, isolation, signal) : null;
        await next.discard();
        return run ?? attempt(backend, isolation, runtime, job, signal);
      },
    },
  };
};

await runRequest(containmentFor);
