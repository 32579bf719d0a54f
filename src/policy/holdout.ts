import { type Sha, sha256 } from "../domain/digest.ts";
import type { Numbers } from "./judge/numbers.ts";
import type { RowIndex } from "./judge/row-index.ts";

/** Distinct gold rows; how often each is wanted; 1 where it is held out. */
export interface Choice {
  readonly rows: RowIndex;
  readonly counts: Numbers;
  readonly heldOut: Numbers;
}

/** Says which rows are held out, in whatever order the gold lists them. */
export const heldOutDigest = ({ rows, counts, heldOut }: Choice): Sha => {
  const digests: string[] = [];
  for (let row = 0; row < rows.size; row++)
    if (heldOut.at(row)) digests.push(sha256(JSON.stringify([rows.cellsAt(row), counts.at(row)])));
  return sha256(digests.sort().join("\n"));
};
