import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../src/adapters/package-folder.ts";

/*
 * The finance project as it is shipped. The checkout is a project that people work in, so its genome,
 * its evidence, its settings and the files of a challenge are not looked at.
 */

export const shipped = (path: string): string => join(packageFolder(), path);

export const financeFeedNames: readonly string[] = readdirSync(shipped("data/input"))
  .filter((name) => name.startsWith("finance_"))
  .sort();

export const financeStarter = (): string =>
  readFileSync(shipped("genome/clean_data_starter.ts"), "utf8");

const dataFiles = [
  "data/arena.json",
  "data/gold/expected.csv",
  ...financeFeedNames.map((name) => `data/input/${name}`),
];

/** A project of its own, as it is before its first loop, with this starter in force. */
export const layOutFinance = (root: string, starter = financeStarter()): void => {
  for (const folder of ["data/input", "data/gold", "genome", ".output"])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of dataFiles) copyFileSync(shipped(file), join(root, file));
  for (const file of ["clean_data.ts", "clean_data_starter.ts"])
    writeFileSync(join(root, "genome", file), starter);
};
