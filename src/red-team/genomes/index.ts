import type { HostileGenome } from "../probe.ts";
import { bombs } from "./bombs.ts";
import { endless } from "./endless.ts";
import { imports } from "./imports.ts";
import { outputs } from "./outputs.ts";
import { powers } from "./powers.ts";

export const hostileGenomes: readonly HostileGenome[] = [
  ...imports,
  ...powers,
  ...endless,
  ...bombs,
  ...outputs,
];
