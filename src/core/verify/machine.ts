import { genomeOf } from "../../domain/genome.ts";
import type { Workspace } from "../../domain/ports/ports.ts";
import type { Isolation } from "../../domain/run.ts";
import { type GenomeRun, runGenome } from "../candidate/run.ts";

import { type Finding, fault, fine, type VerifyCheck } from "./evidence.ts";

export const environmentCheck: VerifyCheck = {
  name: "environment",
  look: ({ workspace }) => {
    const { node, nodeWanted, nodeSuits, notWritable } = workspace.ports.environment();
    const lines = [
      `Node ${node}; ${nodeWanted} or newer is needed`,
      notWritable ? `.output cannot be written: ${notWritable}` : ".output can be written",
    ];
    return { ok: nodeSuits && notWritable === null, lines };
  },
};

/** Asked of a real run, in a folder that is gone afterwards: what a machine promises is not enough. */
export const isolationCheck: VerifyCheck = {
  name: "isolation",
  look: async ({ workspace, signal }) => {
    const { outputs, genomes, feeds } = workspace.ports;
    const starter = genomeOf(genomes.starter(), "starter");
    const inputs = await feeds.open();
    const run = await outputs.withScratch(({ path }) =>
      runGenome(workspace, starter, inputs, path, signal),
    );
    return judgedIsolation(workspace, run);
  },
};

export const endpointCheck: VerifyCheck = {
  name: "endpoint",
  look: async ({ workspace, signal = new AbortController().signal }) => {
    const setUp = await workspace.ports.endpoint();
    if (!setUp) return fine("none is set up: the built-in search proposes");
    const { ok, detail } = await setUp.check(signal);
    return { ok, lines: [detail] };
  },
};

const judgedIsolation = async ({ ports }: Workspace, run: GenomeRun): Promise<Finding> => {
  if (run.outcome === "rejected") return fault("the starter breaks the rules for genomes");
  if (run.outcome === "not_started") return fault(run.detail);
  const { isolation: found } = run.facts;
  const missing = found.backend === "process" ? await ports.containment.missing() : null;
  return fine(
    `${found.backend}: the starter ran contained and ended as ${run.outcome}`,
    ...layersOf(found),
    ...(missing ? [`no namespaces here: ${missing.reason}; ${missing.hint}`] : []),
  );
};

const layersOf = ({ layers }: Isolation): string[] =>
  [true, false].flatMap((state) => {
    const names = layers.filter(({ on }) => on === state).map(({ name }) => name);
    return names.length === 0 ? [] : [`${state ? "on" : "off"}: ${names.join(", ")}`];
  });
