import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Sha, sha256 } from "../../domain/digest.ts";
import { shaSchema } from "../../domain/event-parts.ts";
import { Problem } from "../../domain/problems.ts";
import { syncFolder, writing } from "../files.ts";
import {
  createSynced,
  ifThere,
  makeFolder,
  publishNew,
  reading,
  readPlain,
} from "./plain-files.ts";
import { trailFiles } from "./trail-files.ts";

/** Where the text of this digest is kept. */
export const genomePath = (folder: string, sha: Sha): string =>
  join(trailFiles(folder).genomes, `${sha}.ts`);

/** Keeps a genome's text forever under its digest; durable on return. */
export const keepGenome = (folder: string, content: Uint8Array): Sha => {
  const sha = sha256(content);
  const path = genomePath(folder, sha);
  writing(path, () => {
    const { genomes } = trailFiles(folder);
    makeFolder(genomes);
    if (ifThere(() => readPlain(path)) === null) publish(path, content);
    syncFolder(genomes);
  });
  readKeptGenome(folder, sha);
  return sha;
};

const publish = (path: string, content: Uint8Array): void => {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    createSynced(draft, content);
    publishNew(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
};

/** The text that was kept, and surely that text. */
export const readKeptGenome = (folder: string, sha: Sha): Buffer => {
  const path = genomePath(folder, sha);
  const content = reading(path, () => readPlain(path));
  const found = sha256(content);
  if (found !== sha) throw Problem.of("genome-damaged", { path, found });
  return content;
};

/** Every text that was kept, by its digest alone: none is read. */
export const keptDigests = (folder: string): Sha[] => {
  const { genomes } = trailFiles(folder);
  const names = reading(genomes, () => ifThere(() => readdirSync(genomes)) ?? []);
  return names
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => shaSchema.safeParse(name.slice(0, -3)).data ?? [])
    .sort();
};
