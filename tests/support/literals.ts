import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { lenientRows } from "../../src/sandbox/feed-rows.ts";

/** What the genome in force can only know from the answers. */
export const literalsOfTheGoldAlone = (root: string): string[] => {
  const cells = [...lenientRows(join(root, "data/gold/expected.csv"))].slice(1).flat();
  const gold = new Set([...cells, ...cells.map((cell) => String(Number(cell)))]);
  const inputs = readdirSync(join(root, "data/input"))
    .map((file) => readFileSync(join(root, "data/input", file), "utf8"))
    .join("\n");
  const genome = readFileSync(join(root, "genome/clean_data.ts"), "utf8");
  return literalsIn(genome).filter(
    (literal) => literal.trim() !== "" && gold.has(literal) && !inputs.includes(literal),
  );
};

const literalsIn = (program: string): string[] => {
  const literals: string[] = [];
  new Visitor({
    Literal: ({ value }) => void literals.push(String(value)),
    TemplateElement: ({ value }) => void literals.push(value.cooked ?? value.raw),
  }).visit(parseSync("genome.ts", program).program);
  return literals;
};
