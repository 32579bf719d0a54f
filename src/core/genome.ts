import { sha256 } from "../domain/digest.ts";
import { type Genome, genomeOf } from "../domain/genome.ts";
import type { Workspace } from "../domain/ports.ts";
import { Problem } from "../domain/problems.ts";
import { pathsOf } from "../domain/project.ts";

/** The genome in force; who wrote it is the trail's word, and without one a person did. */
export const genomeInForce = async ({ project, ports }: Workspace): Promise<Genome> => {
  const content = ports.genomes.current();
  if (content === undefined)
    throw Problem.of("file-missing", {
      path: pathsOf(project.root).genome,
      what: "the genome",
      hint: "run cleanloop reset to put the starter in its place",
    });
  if (sameBytes(content, ports.genomes.starter())) return genomeOf(content, "starter");
  return genomeOf(content, (await ports.trail.originOf(sha256(content))) ?? "person");
};

/** A text from elsewhere: nobody vouched for it, so it counts as a model's. */
export const genomeFrom = async ({ ports }: Workspace, path: string): Promise<Genome> =>
  genomeOf(ports.genomes.read(path), "model");

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
