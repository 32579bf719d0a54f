import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOutFinance } from "../support/finance.ts";
import { genomeSettling } from "./scripted-genomes.ts";

/** Lends a finance project whose starter settles only the first share of the invoices. */
export const withScriptedProject = async <T>(work: (root: string) => Promise<T>): Promise<T> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    layOutFinance(root, genomeSettling(1));
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};
