import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { genomeSettling } from "./scripted-genomes.ts";

/** Lends a finance project whose starter settles only the first share of the invoices. */
export const withScriptedProject = async <T>(
  repository: string,
  work: (root: string) => Promise<T>,
): Promise<T> => {
  const root = mkdtempSync(join(tmpdir(), "cleanloop-bench-"));
  try {
    cpSync(join(repository, "data"), join(root, "data"), { recursive: true });
    mkdirSync(join(root, "genome"));
    for (const name of ["clean_data.ts", "clean_data_starter.ts"])
      writeFileSync(join(root, "genome", name), genomeSettling(1));
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};
