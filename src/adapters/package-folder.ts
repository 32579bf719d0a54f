import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Problem } from "../domain/problems.ts";
import { readTextIfThere } from "./files.ts";

/** Where CleanLoop itself lives, from its sources and from its bundle alike. */
export const packageFolder = (): string => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json"))) {
    if (dirname(folder) === folder)
      throw new Error(`CleanLoop's package.json is not above ${import.meta.dirname}`);
    folder = dirname(folder);
  }
  return folder;
};

export const buildFolder = (): string => join(packageFolder(), "dist");

/** Every program file of the build: a change to any of them may change what the judge says. */
export const builtPrograms = (): string[] => {
  const build = buildFolder();
  return ["", "chunks", "sandbox"].flatMap((folder) =>
    readdirSync(join(build, folder))
      .filter((name) => /\.c?js$/.test(name))
      .map((name) => join(build, folder, name)),
  );
};

/** What Node has compiled of them when they were built: it runs as they do, and is worth as much. */
export const compiledPrograms = (): string[] => {
  const build = buildFolder();
  return readdirSync(build)
    .filter((name) => name.endsWith(".v8"))
    .map((name) => join(build, name));
};

/** Every function and type of the kit with its documentation, written from the kit by the build. */
export const kitReference = (): string => {
  const path = join(packageFolder(), "dist", "kit-reference.txt");
  const text = readTextIfThere(path);
  if (text !== undefined) return text;
  const hint = "build CleanLoop (npm run build) or install it again";
  throw Problem.of("file-missing", { path, what: "the reference of the kit", hint });
};

/** The code and the looks of a report's page, as the build made them. */
export const readPageParts = (): { readonly script: string; readonly style: string } => {
  const read = (name: string): string => {
    const path = join(buildFolder(), "page", name);
    const text = readTextIfThere(path);
    if (text !== undefined) return text;
    const hint = "build CleanLoop (npm run build) or install it again";
    throw Problem.of("file-missing", { path, what: "a part of the report's page", hint });
  };
  return { script: read("page.js"), style: read("page.css") };
};

/** The pages of the reference, shipped as they are written: a code host shows them too. */
export const readHelpTopics = (): { readonly name: string; readonly markdown: string }[] => {
  const folder = join(packageFolder(), "src", "help");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((file) => ({
      name: file.slice(0, -".md".length),
      markdown: readFileSync(join(folder, file), "utf8"),
    }));
};
