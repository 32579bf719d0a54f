import type { Sha } from "../domain/digest.ts";
import type { TrailEvent } from "../domain/events.ts";
import type { Origin } from "../domain/genome.ts";
import type { TrailOfProject } from "../domain/ports.ts";
import { pathsOf } from "../domain/project.ts";
import { readHead } from "./trail/head-file.ts";
import { layout } from "./trail/layout.ts";
import { readTrail } from "./trail/read.ts";
import { openTrail, type Trail } from "./trail/trail.ts";

export interface Recorder {
  /** The run that all events of this process belong to. */
  readonly run: string;
  readonly now: () => Date;
}

/** The project's trail: opened for writing, and so repaired, only when something is recorded. */
export const projectTrail = (root: string, { run, now }: Recorder): TrailOfProject => {
  const folder = pathsOf(root).output;
  let opened: Promise<Trail> | undefined;
  return {
    head: () => {
      const head = readHead(layout(folder));
      return typeof head === "string" ? null : { seq: head.seq, hash: head.hash };
    },
    record: async (event) => {
      opened ??= openTrail({ folder, run, now });
      await (await opened).append(event);
    },
    events: async function* () {
      for await (const { event } of readTrail(folder)) yield event;
    },
    originOf: async (sha) => {
      let origin: Origin | undefined;
      for await (const { event } of readTrail(folder)) origin ??= originIn(event, sha);
      return origin;
    },
  };
};

const originIn = (event: TrailEvent, sha: Sha): Origin | undefined => {
  switch (event.type) {
    case "round":
      return event.candidates.find((candidate) => candidate.sha === sha)?.origin;
    case "sandbox":
      return event.genome === sha ? event.origin : undefined;
    case "reset":
      return event.to === sha ? event.origin : undefined;
    case "adopted":
      return event.to === sha ? event.origin : undefined;
    default:
      return undefined;
  }
};
