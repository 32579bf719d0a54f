import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import type { Environment } from "../domain/ports/control.ts";
import { pathsOf } from "../domain/project.ts";
import { hasCode, reasonOf } from "./error-reasons.ts";

/** What can be known of the machine without changing anything on it. */
export const environmentOf = (root: string): Environment => {
  const node = process.versions.node;
  const nodeWanted = manifest.engines.node.replace(/^>=/, "");
  return {
    node,
    nodeWanted,
    nodeSuits: isAtLeast(node, nodeWanted),
    notWritable: refusalToWrite(pathsOf(root).output),
  };
};

const isAtLeast = (version: string, wanted: string): boolean => {
  const parts = version.split(".").map(Number);
  for (const [at, least] of wanted.split(".").map(Number).entries()) {
    const part = parts[at] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
};

/** A folder that is still to be made needs a parent that lets us. */
const refusalToWrite = (folder: string): string | null => {
  try {
    accessSync(`${folder}/`, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return refusalToWrite(dirname(folder));
    return `${folder}: ${reasonOf(error)}`;
  }
};
