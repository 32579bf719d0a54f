import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GeneratedArena } from "./arena.ts";

/** Lays the arena out as a project whose genome is the starter. */
export const writeArena = (
  root: string,
  { arena, inputs, gold, starter }: GeneratedArena,
): void => {
  for (const folder of ["data/input", "data/gold", "genome", ".output"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "data/arena.json"), `${JSON.stringify(arena, null, 2)}\n`);
  for (const [file, text] of Object.entries(inputs))
    writeFileSync(join(root, "data/input", file), text);
  writeFileSync(join(root, "data/gold/expected.csv"), gold);
  for (const file of ["clean_data.ts", "clean_data_starter.ts"])
    writeFileSync(join(root, "genome", file), starter);
};
