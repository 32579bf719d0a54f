import { createHash, hash } from "node:crypto";

declare const brand: unique symbol;

/** A lower-case hexadecimal SHA-256. */
export type Sha = string & { readonly [brand]: "Sha" };

export const sha256 = (content: string | Uint8Array): Sha => hash("sha256", content, "hex") as Sha;

/** Digest of several named parts; a part cannot slip into its neighbour. */
export const sha256OfParts = (
  parts: Iterable<readonly [name: string, content: string | Uint8Array]>,
): Sha => {
  const whole = createHash("sha256");
  for (const [name, content] of parts) {
    const bytes = Buffer.from(content);
    whole.update(`${Buffer.byteLength(name)}:${name}${bytes.length}:`);
    whole.update(bytes);
  }
  return whole.digest("hex") as Sha;
};
