import type { GenomeFiles } from "../domain/ports/files.ts";
import { Problem } from "../domain/problems.ts";
import { pathsOf } from "../domain/project.ts";
import { readBytesIfThere, writeWhole } from "./files.ts";
import { keepGenome, keptDigests, readGenome } from "./trail/genomes.ts";

/** Far beyond what the gate lets through; such a file is no genome that anyone wants kept. */
const mostBytes = 16 * 1_048_576;

export const genomeFiles = (root: string): GenomeFiles => {
  const paths = pathsOf(root);
  return {
    current: () => readBytesIfThere(paths.genome, mostBytes),
    starter: () =>
      present(paths.starter, "the starter", "restore it from version control; reset copies it"),
    read: (path) => present(path, "the genome", "check the path given with --genome"),
    replace: (content) => writeWhole(paths.genome, content),
    kept: (sha) => readGenome(paths.output, sha),
    everKept: () => keptDigests(paths.output),
    keep: (content) => keepGenome(paths.output, content),
  };
};

const present = (path: string, what: string, hint: string): Uint8Array => {
  const content = readBytesIfThere(path, mostBytes);
  if (content === undefined) throw Problem.of("file-missing", { path, what, hint });
  return content;
};
