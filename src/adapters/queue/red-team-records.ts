import { release } from "node:os";
import { join } from "node:path";
import { sha256 } from "../../domain/digest.ts";
import type { RedTeamRecord } from "../../domain/ports/worker.ts";
import type { Isolation } from "../../domain/run.ts";
import { writeWhole } from "../durable-files.ts";
import { ensureFolder, readTextIfThere } from "../files.ts";
import { ownBuild } from "./open-queue.ts";
import { parsed, workerSchema } from "./wire.ts";

/**
 * What the red team found on this machine, kept beside the feeds: a worker that a supervisor starts
 * again need not take a minute over it, as long as build, Node, kernel and isolation are the same.
 */
export const redTeamRecords = (folder: string) => {
  const pathFor = (isolation: Isolation): string =>
    join(folder, `red-team-${keyOf(isolation)}.json`);
  return {
    before: (isolation: Isolation): RedTeamRecord | null =>
      parsed(workerSchema.shape.redTeam, readTextIfThere(pathFor(isolation))),
    keep: (isolation: Isolation, record: RedTeamRecord): void => {
      ensureFolder(folder);
      writeWhole(pathFor(isolation), `${JSON.stringify(record)}\n`);
    },
  };
};

const keyOf = ({ backend, layers }: Isolation): string =>
  sha256(
    JSON.stringify([
      ownBuild(),
      process.versions.node,
      release(),
      process.getuid?.() ?? null,
      backend,
      layers.map(({ name, on }) => [name, on]),
    ]),
  ).slice(0, 16);
