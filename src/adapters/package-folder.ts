import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where CleanLoop itself lives, from its sources and from its bundle alike. */
export const packageFolder = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
};

export const buildFolder = (): string => join(packageFolder(), "dist");

/** Every program file of the build: a change to any of them may change what the judge says. */
export const builtPrograms = (): string[] =>
  ["", "chunks", "sandbox"].flatMap((folder) =>
    readdirSync(join(buildFolder(), folder))
      .filter((name) => /\.c?js$/.test(name))
      .map((name) => join(buildFolder(), folder, name)),
  );
