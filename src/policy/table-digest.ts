import { createHash, type Hash } from "node:crypto";
import { type Sha, sha256 } from "../domain/digest.ts";

/** What a table holds, so that two can be compared without keeping either. */
export interface TableDigest {
  /** Without the header. */
  readonly rows: number;
  readonly inOrder: Sha;
  /** The same for the same rows in any order. */
  readonly asMultiset: string;
}

const modulus = 2n ** 256n;

export class TableDigester {
  readonly #inOrder: Hash = createHash("sha256");
  #sum = 0n;
  #rows = -1;

  take(rows: readonly (readonly string[])[]): void {
    for (const row of rows) {
      const digest = sha256(JSON.stringify(row));
      this.#inOrder.update(digest);
      this.#sum = (this.#sum + BigInt(`0x${digest}`)) % modulus;
      this.#rows++;
    }
  }

  digest(): TableDigest {
    return {
      rows: Math.max(0, this.#rows),
      inOrder: this.#inOrder.digest("hex") as Sha,
      asMultiset: this.#sum.toString(16),
    };
  }
}
