import type { Arena } from "../../domain/arena.ts";
import { type Genome, genomeOf } from "../../domain/genome.ts";

/** A program that fills every column with whatever cell comes along: what no repair may sink to. */
export const noiseGenome = ({ master }: Arena): Genome => {
  const cells = master.columns.map(
    ({ name }, at) => `        ${JSON.stringify(name)}: row[(7 * seen + ${at}) % row.length],`,
  );
  const text = [
    'import type { Genome } from "cleanloop/kit";',
    "",
    "export const clean: Genome = async ({ inputs, emit }) => {",
    "  for (const input of inputs) {",
    "    let seen = 0;",
    "    for await (const row of input.rows()) {",
    "      seen++;",
    "      if (seen === 1) continue;",
    '      emit("master", {',
    ...cells,
    "      });",
    "    }",
    "  }",
    "};",
    "",
  ].join("\n");
  return genomeOf(Buffer.from(text), "search");
};
