import { call, type Doc, laidOut, list, quoted, remark } from "../doc.ts";
import type { LayoutStep } from "./layout.ts";

type Begin = LayoutStep["begin"];

export const usualCost = 0.006;
/** What holds for names holds when a row is missing; what is counted does not. */
export const doubtfulCost = 0.02;

/** A step by a function of the kit: its name in the program, what it does, and with what. */
export const kitStep = (
  name: string,
  words: string,
  kit: string,
  args: readonly Doc[],
  begin: Begin,
) => ({
  name,
  cost: usualCost,
  words: `rows: ${words}`,
  code: declaration(name, words, "rows: AsyncIterable<Row>", call(kit, "rows", ...args)),
  begin,
});

export const declaration = (name: string, words: string, parameter: string, body: Doc): string => {
  const head = `const ${name} = (${parameter}) =>`;
  const lines = laidOut(body, 2, 2, 1);
  const isShort = !lines.includes("\n") && head.length + lines.length + 2 <= 100;
  const comment = remark(`${words.charAt(0).toUpperCase()}${words.slice(1)}.`);
  return `${comment}\n${head}${isShort ? " " : "\n  "}${lines};\n`;
};

export const textList = (columns: readonly string[]): Doc => list(columns.map(quoted));

export const entry = (name: string, value: Doc): Doc => [`${name}: `, value];
