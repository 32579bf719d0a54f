import { type Sha, sha256 } from "../domain/digest.ts";
import { genomeOf, type KnownGenome, type Origin } from "../domain/genome.ts";
import type { Ports, Workspace } from "../domain/ports/ports.ts";
import { Problem } from "../domain/problems.ts";

import { pathsOf } from "../domain/project.ts";

/** The genome in force; who wrote it is the trail's word, and without one a person did. */
export const genomeInForce = async (workspace: Workspace): Promise<KnownGenome> => {
  const content = contentInForce(workspace);
  return genomeOf(content, (await knownOrigin(workspace.ports, content)) ?? "person");
};

/** The same for whoever has read the trail already. */
export const genomeOnRecord = async (
  workspace: Workspace,
  inForce: { readonly sha: Sha; readonly origin: Origin } | null,
): Promise<KnownGenome> => {
  const content = contentInForce(workspace);
  return inForce?.sha === sha256(content)
    ? genomeOf(content, inForce.origin)
    : genomeInForce(workspace);
};

const contentInForce = ({ project, ports }: Workspace): Uint8Array => {
  const content = ports.genomes.current();
  if (content !== undefined) return content;
  throw Problem.of("file-missing", {
    path: pathsOf(project.root).genome,
    what: "the genome",
    hint: "run cleanloop reset to put the starter in its place",
  });
};

/** A text from elsewhere: unless it is known, nobody vouched for it, so it counts as a model's. */
export const genomeFrom = async (workspace: Workspace, path: string): Promise<KnownGenome> => {
  const content = workspace.ports.genomes.read(path);
  return genomeOf(content, await originOfText(workspace, content));
};

export const originOfText = async ({ ports }: Workspace, content: Uint8Array): Promise<Origin> =>
  (await knownOrigin(ports, content)) ?? "model";

const knownOrigin = async (ports: Ports, content: Uint8Array): Promise<Origin | undefined> =>
  sameBytes(content, ports.genomes.starter()) ? "starter" : ports.trail.originOf(sha256(content));

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
