import { attempt } from "../adapters/containment/attempt.ts";
import { bwrap } from "../adapters/containment/backends/bwrap.ts";
import { processOnly } from "../adapters/containment/backends/process.ts";
import { unshare } from "../adapters/containment/backends/unshare.ts";
import { isolationBy } from "../adapters/containment/layers.ts";
import { thisNode } from "../adapters/containment/node.ts";

import { runRequest } from "./run-request.ts";

const backends = { bwrap, unshare, process: processOnly };

/** Runs jobs on the one backend that was chosen when the red team was assembled. */
await runRequest(({ backend, nodePermissions, runtimeFolder }) => {
  const node = nodePermissions ? thisNode() : { ...thisNode(), permissionFlag: null };
  const runtime = { folder: runtimeFolder, entry: "runner.cjs", node };
  return {
    run: (job, { signal }) =>
      attempt(backends[backend], isolationBy(backend, node), runtime, job, signal),
  };
});
