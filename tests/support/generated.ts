import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lenientRows } from "../../src/csv/lenient.ts";
import { arenaFileSchema, arenaFrom } from "../../src/domain/arena.ts";
import type { GeneratedArena } from "./arenas/arena.ts";
import type { Feeds } from "./in-process-loop.ts";

/** A generated arena as a loop would read it. */
export const feedsOf = ({ arena, inputs, gold }: GeneratedArena): Feeds => {
  const folder = mkdtempSync(join(tmpdir(), "cleanloop-arena-"));
  const rowsOf = (name: string, text: string): [string[], ...string[][]] => {
    writeFileSync(join(folder, name), text);
    const [header = [], ...rows] = lenientRows(join(folder, name));
    return [header, ...rows];
  };
  try {
    const files = Object.keys(inputs).sort();
    const [, ...answers] = rowsOf("gold.csv", gold);
    return {
      arena: arenaFrom(arenaFileSchema.parse(arena)),
      inputs: files.map((name) => {
        const [header, ...rows] = rowsOf(name, inputs[name] ?? "");
        return { name, header, rows };
      }),
      gold: answers,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
