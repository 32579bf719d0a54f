import { relative, resolve } from "node:path";
import { Problem } from "../domain/problems.ts";
import { pathsOf } from "../domain/project.ts";
import { writeWhole } from "./files.ts";

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
