import { join } from "node:path";
import type { Arena } from "./arena.ts";
import type { DriftRules } from "./drift.ts";
import type { FeedRules } from "./feed-reading.ts";
import type { SettingsFile } from "./settings.ts";

/** A project as it was found on disk: one arena, one genome, one trail. */
export interface Project {
  readonly root: string;
  readonly arena: Arena;
  readonly feeds: {
    /** How feeds are read, by the patterns that their names fit. */
    readonly rules: FeedRules;
    /** Names in the folder of feeds that are none. */
    readonly ignore: readonly string[];
    /** What becomes of feeds that have drifted. */
    readonly drift: DriftRules;
  };
  /** Whether `arena.json` says of the gold if it is partial. */
  readonly saysIfPartial: boolean;
  readonly settingsFile: SettingsFile;
}

export const pathsOf = (root: string) => ({
  arena: join(root, "data", "arena.json"),
  settings: join(root, "cleanloop.json"),
  data: join(root, "data"),
  acceptedDrift: join(root, "data", "drift-accepted.json"),
  inputs: join(root, "data", "input"),
  genome: join(root, "genome", "clean_data.ts"),
  starter: join(root, "genome", "clean_data_starter.ts"),
  output: join(root, ".output"),
  runs: join(root, ".output", "runs"),
  challenges: join(root, ".output", "challenges.json"),
  lock: join(root, ".output", "lock"),
  stop: join(root, ".output", "STOP"),
});
