import { loop } from "../../../src/core/loop/loop.ts";
import type { LoopRequest, Onlooker } from "../../../src/core/loop/running-loop.ts";
import type { Ports, Workspace } from "../../../src/domain/ports/ports.ts";

export interface Differing {
  readonly request?: Partial<LoopRequest>;
  readonly ports?: Partial<Ports>;
  readonly onlooker?: Partial<Onlooker>;
}

export const judgedRequest: LoopRequest = {
  maxIterations: 5,
  reviewer: "judge",
  forceReview: false,
  fresh: false,
  acceptChanges: false,
  name: null,
  seed: 1,
  candidates: 1,
};

export const silentOnlooker: Onlooker = {
  event: () => {},
  stage: () => {},
  missing: () => {},
  challenges: () => {},
  note: () => {},
  ask: null,
};

/** The loop as the command calls it, with other hands on some of its ports. */
export const loopInProcess = (
  workspace: Workspace,
  { request = {}, ports = {}, onlooker = {} }: Differing = {},
) =>
  loop(
    { ...workspace, ports: { ...workspace.ports, ...ports } },
    { ...judgedRequest, ...request },
    { ...silentOnlooker, ...onlooker },
    new AbortController().signal,
  );
