import { renameSync } from "node:fs";
import * as z from "zod/mini";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { shaSchema } from "../../domain/event-parts.ts";
import { type TrailRepair, trailRepairSchema } from "../../domain/events.ts";
import { genesis, type Head } from "../../policy/chain.ts";
import { syncFolder } from "../durable-files.ts";
import { reading, writing } from "../error-reasons.ts";
import { createSynced, ifThere, readPlain } from "./plain-files.ts";
import type { TrailFiles } from "./trail-files.ts";

const headFileSchema = z.strictObject({
  v: z.literal(1),
  seq: z.int().check(z.minimum(0)),
  hash: shaSchema,
  bytes: z.int().check(z.minimum(0)),
  unrecorded: z.array(trailRepairSchema),
});

export interface HeadFile extends Head {
  /** Repairs that were made and that no line tells of yet. */
  readonly unrecorded: readonly TrailRepair[];
}

export const noHead: HeadFile = { ...genesis, unrecorded: [] };

export const readHead = ({ head }: TrailFiles): HeadFile | "missing" | "unreadable" => {
  const bytes = reading(head, () => ifThere(() => readPlain(head)));
  if (bytes === null) return "missing";
  try {
    const { v: _, ...file } = headFileSchema.parse(JSON.parse(bytes.toString()));
    return textOf(file) === bytes.toString() ? file : "unreadable";
  } catch {
    return "unreadable";
  }
};

const textOf = ({ seq, hash, bytes, unrecorded }: HeadFile): string =>
  `${canonicalJson({ v: 1, seq, hash, bytes, unrecorded })}\n`;

/**
 * Written before the line it tells of, and given its name after it: a full disk is then met while
 * nothing has happened yet.
 */
export const prepareHead = ({ nextHead }: TrailFiles, file: HeadFile): void =>
  writing(nextHead, () => createSynced(nextHead, textOf(file)));

export const publishHead = ({ nextHead, head, folder }: TrailFiles): void =>
  writing(head, () => {
    renameSync(nextHead, head);
    syncFolder(folder);
  });
