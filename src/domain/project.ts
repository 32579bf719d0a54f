import { join } from "node:path";
import type { Arena } from "./arena.ts";
import type { SettingsFile } from "./settings.ts";

/** A project as it was found on disk: one arena, one genome, one trail. */
export interface Project {
  readonly root: string;
  readonly arena: Arena;
  readonly settingsFile: SettingsFile;
}

export const pathsOf = (root: string) => ({
  arena: join(root, "data", "arena.json"),
  settings: join(root, "cleanloop.json"),
  data: join(root, "data"),
  inputs: join(root, "data", "input"),
  genome: join(root, "genome", "clean_data.ts"),
  starter: join(root, "genome", "clean_data_starter.ts"),
  output: join(root, ".output"),
  runs: join(root, ".output", "runs"),
  challenges: join(root, ".output", "challenges.json"),
  lock: join(root, ".output", "lock"),
  stop: join(root, ".output", "STOP"),
});
