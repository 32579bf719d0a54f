import type { EscapedProgram } from "../probe.ts";
import { othersPrograms, powersPrograms } from "./powers.ts";
import { processesPrograms } from "./processes.ts";
import { networkPrograms, readingPrograms } from "./reaching.ts";
import { floodsPrograms, memoryPrograms } from "./resources.ts";
import { standbyPrograms } from "./standby.ts";
import { forgeriesPrograms, tablesPrograms } from "./tables.ts";
import { writingPrograms } from "./writing.ts";

export const escapedPrograms: readonly EscapedProgram[] = [
  ...processesPrograms,
  ...memoryPrograms,
  ...floodsPrograms,
  ...readingPrograms,
  ...writingPrograms,
  ...tablesPrograms,
  ...networkPrograms,
  ...othersPrograms,
  ...forgeriesPrograms,
  ...powersPrograms,
  ...standbyPrograms,
];
