import { basename } from "node:path";
import type { Workspace } from "../../domain/ports.ts";

/** Challenge files that are active now: inputs and gold whose name says so. */
export const challengeFiles = ({ ports }: Workspace): string[] =>
  [...ports.feeds.list().map(({ name }) => name), ...ports.goldFiles()]
    .map((path) => basename(path))
    .filter((name) => name.startsWith("challenge-"));
