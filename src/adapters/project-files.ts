import { readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { type AcceptedDrift, acceptedDriftSchema, type DriftFinding } from "../domain/drift.ts";
import type {
  AcceptedDriftFile,
  GenomeFiles,
  NamedContents,
  SettingsText,
} from "../domain/ports/files.ts";
import { Problem } from "../domain/problems.ts";
import { pathsOf } from "../domain/project.ts";
import { parseStrict } from "../domain/strict-parse.ts";
import { stageFile, writeWhole } from "./durable-files.ts";
import { readBytesIfThere, readTextIfThere, stateOf } from "./files.ts";
import { keepGenome, keepGenomes, keptDigests, readKeptGenome } from "./trail/kept-genomes.ts";

/** Far beyond what the gate lets through; such a file is not a genome that anyone wants kept. */
const mostBytes = 16 * 1_048_576;

export const genomeFiles = (root: string): GenomeFiles => {
  const paths = pathsOf(root);
  return {
    current: () => readBytesIfThere(paths.genome, mostBytes),
    starter: () =>
      present(paths.starter, "the starter", "restore it from version control; reset copies it"),
    read: (path) => present(path, "the genome", "check the path given with --genome"),
    replace: (content) => writeWhole(paths.genome, content),
    stage: (content) => stageFile(paths.genome, content),
    kept: (sha) => readKeptGenome(paths.output, sha),
    everKept: () => keptDigests(paths.output),
    keep: (content) => keepGenome(paths.output, content),
    keepAll: (contents) => keepGenomes(paths.output, contents),
  };
};

const present = (path: string, what: string, hint: string): Uint8Array => {
  const content = readBytesIfThere(path, mostBytes);
  if (content === undefined) throw Problem.of("file-missing", { path, what, hint });
  return content;
};

/** The gold, and beside it the gold of every active challenge. */
export const goldFiles = (dataFolder: string, file: string): string[] => {
  const gold = join(dataFolder, file);
  return [gold, ...challenges(dirname(gold))];
};

const challenges = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => /^challenge-.*\.csv$/.test(name))
      .sort((a, b) => (a < b ? -1 : 1))
      .map((name) => join(folder, name));
  } catch {
    return []; // a missing folder is told when the gold itself is read
  }
};

/** Files with their bytes, each named by its path from the root. A missing one is just not there. */
export const contentsOf = (files: readonly string[], root: string): NamedContents =>
  files.flatMap((path) => {
    const content = readBytesIfThere(path);
    return content ? [[relative(root, path), content] as const] : [];
  });

export const settingsText = (path: string): SettingsText => ({
  path,
  read: () => readTextIfThere(path),
  replace: (text) => writeWhole(path, text),
});

/** Changes when any of these files may have changed. */
export const fingerprintOf = (paths: Iterable<string>): string =>
  [...paths].map((path) => `${path}:${stateOf(path)}`).join("\n");

export const acceptedDrift = (path: string, now: () => Date): AcceptedDriftFile => {
  const read = (): AcceptedDrift => {
    const text = readTextIfThere(path);
    return text === undefined
      ? { format: 1, accepted: [] }
      : parseStrict(acceptedDriftSchema, text, path);
  };
  return {
    read: () => read().accepted.map(({ finding }) => finding),
    add: (findings: readonly DriftFinding[]) => {
      const { format, accepted } = read();
      const at = now().toISOString();
      const all = [...accepted, ...findings.map((finding) => ({ at, finding }))];
      writeWhole(path, `${JSON.stringify({ format, accepted: all }, null, 2)}\n`);
    },
  };
};

/** Writes a file that a user asked for, but never over what the project itself is made of. */
export const writeReportFile = (root: string, cwd: string, path: string, text: string): string => {
  const target = resolve(cwd, path);
  const { data, genome, output } = pathsOf(root);
  const folder = [data, resolve(genome, ".."), output].find(
    (one) => !relative(one, target).startsWith(".."),
  );
  if (folder !== undefined) throw Problem.of("report-in-project", { path, folder });
  writeWhole(target, text);
  return target;
};
