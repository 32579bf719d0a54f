import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./package-folder.ts";

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
