import type { EscapedProgram } from "../probe.ts";
import { floods } from "./floods.ts";
import { forgeries } from "./forgeries.ts";
import { memory } from "./memory.ts";
import { network } from "./network.ts";
import { others } from "./others.ts";
import { powers } from "./powers.ts";
import { processes } from "./processes.ts";
import { reading } from "./reading.ts";
import { tables } from "./tables.ts";
import { writing } from "./writing.ts";

export const escapedPrograms: readonly EscapedProgram[] = [
  ...processes,
  ...memory,
  ...floods,
  ...reading,
  ...writing,
  ...tables,
  ...network,
  ...others,
  ...forgeries,
  ...powers,
];
