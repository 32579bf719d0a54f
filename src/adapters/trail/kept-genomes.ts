import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Sha, sha256 } from "../../domain/digest.ts";
import { shaSchema } from "../../domain/event-parts.ts";
import { Problem } from "../../domain/problems.ts";
import { makeDurable, syncFolder, syncFolderMeanwhile } from "../durable-files.ts";
import { reading, writing } from "../error-reasons.ts";
import {
  createFile,
  createSynced,
  ifThere,
  makeFolder,
  publishNew,
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
    if (isFree(path)) publish(path, content);
    syncFolder(genomes);
  });
  readKeptGenome(folder, sha);
  return sha;
};

const publish = (path: string, content: Uint8Array): void => {
  const draft = draftOf(path);
  try {
    createSynced(draft, content);
    publishNew(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
};

/** The same for several texts, which go to the disk side by side; durable when this settles. */
export const keepGenomes = async (
  folder: string,
  contents: readonly Uint8Array[],
): Promise<void> => {
  const { genomes } = trailFiles(folder);
  const texts = [...new Map(contents.map((content) => [sha256(content), content]))].map(
    ([sha, content]) => ({ sha, content, path: genomePath(folder, sha) }),
  );
  writing(genomes, () => makeFolder(genomes));
  const fresh = texts.filter(({ path }) => writing(path, () => isFree(path)));
  try {
    for (const { path, content } of fresh) writing(path, () => createFile(draftOf(path), content));
    await makeDurable(fresh.map(({ path }) => draftOf(path)));
    for (const { path } of fresh) writing(path, () => publishNew(draftOf(path), path));
  } finally {
    for (const { path } of fresh) rmSync(draftOf(path), { force: true });
  }
  await syncFolderMeanwhile(genomes);
  for (const { sha } of texts) readKeptGenome(folder, sha);
};

const isFree = (path: string): boolean => ifThere(() => readPlain(path)) === null;

const draftOf = (path: string): string => `${path}.${process.pid}.tmp`;

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
