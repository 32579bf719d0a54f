import { branchWords } from "../branches.ts";
import {
  call,
  type Doc,
  laidOut,
  list,
  member,
  property,
  quoted,
  remark,
  sourceWidth,
} from "../doc.ts";
import type { ColumnRule, KeepRule, Program } from "./program.ts";
import { isInline, isRepairing, plainName } from "./readers.ts";

export const drops = (program: Program): string[] =>
  program.drops.flatMap(({ guard, support }) => [
    `      ${remark(`${guard.words}: ${support} rows, none of them wanted.`)}`,
    ...leave(program, laidOut(guard.code, 6, 10, 11), quoted(guard.words)),
  ]);

/** What happens to a row that is not wanted. */
const leave = (program: Program, condition: string, reason: string): string[] =>
  program.arena.failures === null
    ? [`      if (${condition}) continue;`]
    : [
        `      if (${condition}) {`,
        `        emit("failures", failed(input.name, row, ${reason}));`,
        "        continue;",
        "      }",
      ];

export const settled = (program: Program): string[] => {
  const isNamed = program.needed.length > 0 || program.keep !== null;
  const typed = isNamed ? ": Record<string, Cell>" : "";
  return [
    `      const settled${typed} = {`,
    ...program.columns.flatMap((rule) => field(rule, program)),
    "      };",
  ];
};

export const field = (rule: ColumnRule, program: Program): string[] => {
  const name = property(rule.name);
  if (!isInline(rule, program)) return [`        ${name}: ${rule.reader}(row),`];
  const [branch] = rule.branches;
  if (branch === undefined) return [`        ${name}: null,`];
  const doc = laidOut(rule.expr.code, 8, 10 + name.length, 1);
  return [
    `        ${remark(`${branchWords(branch)}: ${branch.support} of ${rule.rows} rows.`)}`,
    `        ${name}: ${doc},`,
  ];
};

export const leaving = (program: Program): string[] => {
  if (program.needed.length === 0) return [];
  const lacking = "(column) => firstOf(settled[column]) === null";
  if (!program.arena.failures) return [`      if (needed.some(${lacking})) continue;`];
  return [
    `      const lacking = needed.filter(${lacking});`,
    ...leave(program, "lacking.length > 0", `\`no \${lacking.join(", no ")}\``),
  ];
};

export const memory = ({ keep, arena }: Program): string[] => {
  if (keep === null) return [];
  if (keep.by === null) return ["  const seen = new Set<string>();"];
  const row = arena.failures ? "file: string; row: Row; " : "";
  return [`  const kept = new Map<string, { ${row}settled: Record<string, Cell> }>();`];
};

export const emitted = (program: Program): string[] => [
  ...duplicates(program),
  '      emit("master", settled);',
  ...repaired(program),
];

export const keepWords = ({ key, by, which }: KeepRule): string =>
  by === null
    ? "keep one of those that are equal"
    : `of those with the same ${key.join(" and ")} keep the one with the ${which} ${by}`;

const keyLine = ({ key }: KeepRule): string => {
  const head = "      const key = ";
  const doc: Doc = call("rowKey", "settled", list(key.map(quoted)));
  return `${head}${laidOut(doc, 6, head.length, 1)};`;
};

const duplicates = (program: Program): string[] => {
  const { keep } = program;
  if (!keep) return [];
  return [
    `      // The same row again is not wanted: ${keep.support} rows.`,
    keyLine(keep),
    ...leave(program, "seen.has(key)", '"the same row again"'),
    "      seen.add(key);",
  ];
};

/** Remembers the row that is wanted so far; the others leave. */
export const ranked = (keep: KeepRule, { arena }: Program): string[] => {
  const isNumber = arena.master.columns.some(
    ({ name, type }) => name === keep.by && type === "number",
  );
  const rank = (row: string) => {
    const cell = `${row}.settled${member(keep.by ?? "")}`;
    return isNumber ? `Number(${cell})` : `String(${cell})`;
  };
  const sign = keep.which === "highest" ? ">" : "<";
  const fields = arena.failures ? "{ file: input.name, row, settled }" : "{ settled }";
  const better = `!known || ${rank("found")} ${sign} ${rank("known")}`;
  const lines = [
    `      ${remark(`${sentence(keepWords(keep))}: ${keep.support} rows go.`)}`,
    keyLine(keep),
    `      const found = ${fields};`,
    "      const known = kept.get(key);",
  ];
  if (!arena.failures) return [...lines, ...conditional(better, "kept.set(key, found);")];
  return [
    ...lines,
    `      const isBetter = ${better};`,
    "      const other = isBetter ? known : found;",
    "      if (other)",
    '        emit("failures", failed(other.file, other.row, "another row of the same key counts"));',
    "      if (isBetter) kept.set(key, found);",
  ];
};

/** The statement on the line of its condition where it fits. */
const conditional = (condition: string, statement: string): string[] => {
  const line = `      if (${condition}) ${statement}`;
  return line.length <= sourceWidth ? [line] : [`      if (${condition})`, `        ${statement}`];
};

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const repaired = (program: Program): string[] => {
  const repairing = program.columns.filter((rule) => isRepairing(rule, program));
  if (repairing.length === 0) return [];
  const tests = repairing.map((rule) => `firstOf(${plainName(rule)}(row)) === null`);
  const line = `      if (${tests.join(" || ")}) emit("repaired", settled);`;
  if (line.length <= sourceWidth) return [line];
  return [
    "      if (",
    `        ${tests.join(" ||\n        ")}`,
    "      )",
    '        emit("repaired", settled);',
  ];
};
