import { flat, property, quoted, remark } from "../doc.ts";
import { knowsItsRowAlone } from "../expr.ts";
import { type GenomeText, importLine, readGenome, renamed } from "./genome-text.ts";
import { fileColumnRead, type Program } from "./program.ts";
import { declarations } from "./render.ts";

const mark = "// What follows settles the rows that the program above leaves open.";
const before = "cleanAsItWas";

/**
 * Somebody's program with ours behind it: each row goes through theirs first; ours settles what
 * it puts into no master row, and gives the cells of the columns that are to be corrected.
 */
export const wrapped = (
  text: string,
  program: Program,
  corrected: readonly string[],
): string | null => {
  const theirs = readGenome(original(text));
  if (!theirs?.clean || theirs.declared.has(before)) return null;
  if (!isRowByRow(program) || theirs.imported.some((name) => remembering.includes(name)))
    return null;
  const written = [
    declarations(program),
    settle(program),
    correct(program, corrected),
    cleaner(program, corrected),
  ]
    .filter((part) => part !== "")
    .join("\n");
  const ours = renamed(written, namesTaken(written, theirs));
  const { start, end } = theirs.clean;
  const own = theirs.clean.text
    .replace(/^export\s+/, "")
    .replace(/^((?:async\s+)?(?:const|function)\s+)clean\b/, `$1${before}`);
  const kept = (theirs.text.slice(0, start) + own + theirs.text.slice(end)).trimEnd();
  const row = theirs.declared.has("Row") ? "" : "type Row = Record<string, string>;\n\n";
  const imports = importLine(ours, theirs.imported);
  return `${imports}${imports === "" ? "" : "\n\n"}${row}${kept}\n\n${mark}\n\n${ours}`;
};

/** What of the kit compares rows with others. */
const remembering = ["createTally", "rowKey"];

/** Rows that are changed before they are cleaned, or compared with others, cannot go one by one. */
const isRowByRow = (program: Program): boolean =>
  program.layout.steps.length === 0 &&
  !program.layout.headed &&
  program.keep === null &&
  program.columns.every(({ expr }) => knowsItsRowAlone(expr)) &&
  fileColumnRead(program) === null;

/** Other names for what we declare and they have declared as well: it may have been ours once. */
const namesTaken = (ours: string, theirs: GenomeText): ReadonlyMap<string, string> => {
  const declared = new Set(readGenome(ours)?.declared.keys());
  const isTaken = (name: string): boolean => theirs.declared.has(name) || declared.has(name);
  const another = (name: string): string => {
    for (let number = 2; ; number++) if (!isTaken(`${name}${number}`)) return `${name}${number}`;
  };
  const taken = [...declared].filter((name) => name !== "clean" && theirs.declared.has(name));
  return new Map(taken.map((name) => [name, another(name)]));
};

/** Whether somebody's program is still in the text. */
export const isWrapped = (text: string): boolean => text.includes(`\n${mark}`);

/** The text that was there before ours came to it; what ours brought of the kit may stay. */
const original = (text: string): string => {
  const at = text.indexOf(`\n${mark}`);
  if (at < 0) return text;
  return text
    .slice(0, at)
    .replace(new RegExp(`^(const|async function|function) ${before}\\b`, "m"), "export $1 clean");
};

const settle = ({ drops, columns, needed }: Program): string => {
  const cells = columns.map((rule) => `    ${property(rule.name)}: ${rule.reader}(row),\n`);
  const dropped = drops.map(
    ({ guard, support }) =>
      `  ${remark(`${guard.words}: ${support} rows, none of them wanted.`)}\n  if (${flat(guard.code)}) return null;\n`,
  );
  const whole = "needed.every((column) => firstOf(settled[column]) !== null)";
  return `const settle = (row: Row): Record<string, Cell> | null => {
${dropped.join("")}  const settled: Record<string, Cell> = {
${cells.join("")}  };
  return ${needed.length === 0 ? "settled" : `${whole} ? settled : null`};
};
`;
};

const correct = ({ columns }: Program, corrected: readonly string[]): string => {
  if (corrected.length === 0) return "";
  const rules = columns.filter(({ name }) => corrected.includes(name));
  const cells = rules.map(
    (rule) =>
      `  ${property(rule.name)}: firstOf(${rule.reader}(row), cells[${quoted(rule.name)}]),\n`,
  );
  return `const correct = (row: Row, cells: Record<string, Cell>): Record<string, Cell> => ({
  ...cells,
${cells.join("")}});
`;
};

const cleaner = (program: Program, corrected: readonly string[]): string => {
  const repaired = program.arena.repaired === null ? "" : `\n        emit("repaired", settled);`;
  const cells =
    corrected.length === 0 ? "cells" : 'table === "failures" ? cells : correct(row, cells)';
  return `/** One row as if it were the whole file. */
const alone = (input: Input, row: Row): Input => ({
  ...input,
  async *records() {
    yield row;
  },
  async *rows() {
    yield [...input.header];
    yield input.header.map((name) => row[name] ?? "");
  },
});

export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs) {
    for await (const row of input.records()) {
      const emitted: [table: string, cells: Record<string, Cell>][] = [];
      await ${before}({
        inputs: [alone(input, row)],
        emit: (table, cells) => emitted.push([table, cells]),
      });
      const isOpen = emitted.every(([table]) => table !== "master");
      const settled = isOpen ? settle(row) : null;
      if (settled === null) {
        for (const [table, cells] of emitted) emit(table, ${cells});
      } else {
        emit("master", settled);${repaired}
      }
    }
  }
};
`;
};

export const wrappedWords = (
  program: Program,
  corrected: readonly string[],
  rows: number,
): string => {
  const rules = program.columns.filter(({ branches }) => branches.length > 0).length;
  const correcting =
    corrected.length === 0 ? "" : ` and gives ${corrected.join(" and ")} for all rows`;
  return `keeps the program and settles the rows it leaves open by ${rules} rules${correcting}, learnt from ${rows} rows`;
};
