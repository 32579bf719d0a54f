import { join } from "node:path";
import { Problem } from "../domain/problems.ts";
import { readTextIfThere } from "./files.ts";
import { packageFolder } from "./package-folder.ts";

/** Every function and type of the kit with its documentation, written from the kit by the build. */
export const kitReference = (): string => {
  const path = join(packageFolder(), "dist", "kit-reference.txt");
  const text = readTextIfThere(path);
  if (text !== undefined) return text;
  const hint = "build CleanLoop (npm run build) or install it again";
  throw Problem.of("file-missing", { path, what: "the reference of the kit", hint });
};
