import type { Sha } from "../../domain/digest.ts";
import type { TrailEvent } from "../../domain/events.ts";
import type { Origin } from "../../domain/genome.ts";
import type { TrailOfProject } from "../../domain/ports/trail.ts";
import { pathsOf } from "../../domain/project.ts";
import { faultText, genesis } from "../../policy/chain.ts";
import { openTrail, type Trail } from "./append.ts";
import { foldTrail, saveCheckpoint } from "./fold.ts";
import { readHead } from "./head-file.ts";
import { trailLinesOf } from "./read.ts";
import { type OnStep, trailFiles } from "./trail-files.ts";
import { verifyTrail } from "./verify.ts";

export interface Recorder {
  /** The run that all events of this process belong to. */
  readonly run: string;
  readonly now: () => Date;
  /** Told of each step towards the disk, for whoever wants to end the process there. */
  readonly onStep?: OnStep;
}

/** The project's trail: opened for writing, and so repaired, only when something is recorded. */
export const projectTrail = (root: string, recorder: Recorder): TrailOfProject => {
  const folder = pathsOf(root).output;
  let opening: Promise<Trail> | undefined;
  let opened: Trail | undefined;
  return {
    run: recorder.run,
    head: () => {
      const head = readHead(trailFiles(folder));
      return typeof head === "string" ? null : { seq: head.seq, hash: head.hash };
    },
    record: async (draft) => {
      opening ??= openTrail({ folder, ...recorder });
      opened = await opening;
      return (await opened.append(draft)).event;
    },
    events: async function* () {
      for await (const { event } of trailLinesOf(folder)) yield event;
    },
    fold: async (fold) => (await foldTrail(folder, fold)).state,
    saveCheckpoint: (fold, state) =>
      saveCheckpoint(folder, fold, { head: opened?.head() ?? genesis, state }),
    follow: () => {
      let place = genesis;
      return {
        more: async function* () {
          for await (const { event, head } of trailLinesOf(folder, place)) {
            place = head;
            yield event;
          }
        },
      };
    },
    verify: async (digest) => {
      const { head, faults, ...report } = await verifyTrail(
        folder,
        digest === undefined ? {} : { head: digest },
      );
      const own = faults.filter(({ kind }) => kind !== "digest-absent");
      return { ...report, head: { seq: head.seq, hash: head.hash }, faults: own.map(faultText) };
    },
    originOf: async (sha) => {
      let origin: Origin | undefined;
      for await (const { event } of trailLinesOf(folder)) origin ??= originIn(event, sha);
      return origin;
    },
  };
};

const originIn = (event: TrailEvent, sha: Sha): Origin | undefined => {
  switch (event.type) {
    case "round":
      return event.candidates.find((candidate) => candidate.sha === sha)?.origin;
    case "sandbox":
      return event.outcome !== "red-team" && event.genome === sha ? event.origin : undefined;
    case "reset":
      return event.to === sha ? event.origin : broughtByHand(event.from, sha);
    case "adopted":
      return event.to === sha ? event.origin : undefined;
    default:
      return undefined;
  }
};

/** A text that a reset replaced and that nothing tells of before came from a person. */
const broughtByHand = (replaced: Sha | null, sha: Sha): Origin | undefined =>
  replaced === sha ? "person" : undefined;
