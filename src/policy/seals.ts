import { type Sha, sha256, sha256OfParts } from "../domain/digest.ts";
import type { Seals } from "../domain/event-parts.ts";

export type Content = string | Uint8Array;
export type SealedContents = Iterable<readonly [name: string, content: Content]>;

/** Everything that decides what a score means. */
export interface Sealed {
  /** The files that the judge is made of. */
  readonly judge: SealedContents;
  readonly arena: Content;
  readonly gold: SealedContents;
  /** Which gold rows are held out: see `heldOutDigest`. */
  readonly holdout: Sha;
  readonly starter: Content;
}

export const sealsOf = ({ judge, arena, gold, holdout, starter }: Sealed): Seals => ({
  judge: digestOfContents(judge),
  arena: sha256(arena),
  gold: digestOfContents(gold),
  holdout,
  starter: sha256(starter),
});

/** By name and as bytes: neither a folder's order nor how a file was read makes a difference. */
export const digestOfContents = (contents: SealedContents): Sha =>
  sha256OfParts(
    [...contents]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, content]) => [name, Buffer.from(content)]),
  );

export interface SealDifference {
  readonly seal: keyof Seals;
  readonly recorded: Sha;
  readonly present: Sha;
}

const sealOrder = ["judge", "arena", "gold", "holdout", "starter"] as const;

/** What changed, each with both digests; empty when every seal holds. */
export const sealDifferences = (recorded: Seals, present: Seals): SealDifference[] =>
  sealOrder
    .filter((seal) => recorded[seal] !== present[seal])
    .map((seal) => ({ seal, recorded: recorded[seal], present: present[seal] }));
