import { call, type Doc, flat, laidOut, list, member, property, quoted } from "../doc.ts";
import { type Branch, branchDoc } from "../explain/chain.ts";
import type { Need } from "../expr.ts";
import { recordsDoc } from "../layout/layout.ts";
import { pascal, readerName } from "../names.ts";
import { failureFields } from "./failures.ts";
import { kitNames } from "./kit-names.ts";
import type { ColumnRule, KeepRule, Program } from "./program.ts";

const sourceWidth = 100;

/** The genome's text, as the formatter would leave it. */
export const render = (program: Program): string => {
  const body = [
    ...needsOf(program).map((need) => `${laidOut(need.declaration, 0, 0)}\n`),
    ...constants(program),
    ...program.columns.flatMap((rule) => readers(rule, program)),
    ...(program.layout.headed ? [program.layout.headed.code] : []),
    ...program.layout.steps.map(({ code }) => code),
    ...failureHelper(program),
    cleaner(program),
  ].join("\n");
  return `${header(body)}\n${body}`;
};

const header = (body: string): string => `${importLine(body, [], false)}`.trimEnd().concat("\n");

/** The import of what the code uses of the kit, and the type of a row where it is named. */
export const importLine = (body: string, known: readonly string[], hasRow: boolean): string => {
  const code = body.replace(/^\s*\/\/.*$/gm, "").replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const used = kitNames.filter(
    ({ name }) =>
      !known.includes(name) && new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${name}\\b`).test(code),
  );
  const words = used.map(({ name, isType }) => (isType ? `type ${name}` : name));
  const line = `import { ${words.join(", ")} } from "cleanloop/kit";`;
  const imports =
    line.length <= sourceWidth
      ? line
      : `import {\n${words.map((word) => `  ${word},\n`).join("")}} from "cleanloop/kit";`;
  const row = /\bRow\b/.test(code) && !hasRow ? "type Row = Record<string, string>;\n\n" : "";
  return `${words.length > 0 ? `${imports}\n\n` : ""}${row}`;
};

/** Everything that stands before the rows, every column with a function of its own. */
export const declarations = (program: Program): string =>
  [
    ...needsOf(program).map((need) => `${laidOut(need.declaration, 0, 0)}\n`),
    ...constants(program),
    ...program.columns.flatMap((rule) => [
      ...comments(rule),
      `${arrow(readerName(rule), rule.expr.doc)}\n`,
    ]),
  ].join("\n");

const needsOf = ({ columns }: Program): Need[] => {
  const needs = columns.flatMap(({ expr }) => expr.needs);
  return needs.filter((need, at) => needs.findIndex(({ name }) => name === need.name) === at);
};

const constants = ({ needed, arena }: Program): string[] =>
  needed.length === 0
    ? []
    : [
        arena.failures
          ? "// A row that lacks one of these is left to a person."
          : "// A row that lacks one of these is left out.",
        `${assigned("needed", list(needed.map(quoted)))}\n`,
      ];

/** `const name = …;` with what does not fit on the next line. */
const assigned = (name: string, doc: Doc): string => {
  const head = `const ${name} = `;
  return `${head}${laidOut(doc, 0, head.length, 1)};`;
};

/** A column's program stands by itself when it is more than a word or two, or others use it. */
const isInline = (rule: ColumnRule, program: Program): boolean =>
  rule.branches.length <= 1 && !program.columns.some((other) => uses(other, rule));

const uses = ({ expr }: ColumnRule, rule: ColumnRule): boolean =>
  expr.key.includes(`${readerName(rule)}(row)`);

const readers = (rule: ColumnRule, program: Program): string[] => {
  if (isInline(rule, program)) return [];
  if (!isRepairing(rule, program))
    return [...comments(rule), `${arrow(readerName(rule), rule.expr.doc)}\n`];
  const [first, ...rest] = rule.branches;
  if (first === undefined) return [];
  const plain = plainName(rule);
  return [
    comment(rule, first, "is "),
    `${arrow(plain, branchDoc(first))}\n`,
    ...rest.map((branch) => comment(rule, branch, "else ")),
    `${arrow(readerName(rule), call("firstOf", `${plain}(row)`, ...rest.map(branchDoc)))}\n`,
  ];
};

const plainName = ({ name }: ColumnRule): string => `readPlain${pascal(name)}`;

const isRepairing = (rule: ColumnRule, { arena }: Program): boolean =>
  arena.repaired !== null && rule.branches.length > 1;

const arrow = (name: string, doc: Doc): string => {
  const head = `const ${name} = (row: Row) =>`;
  const line = `${head} ${flat(doc)};`;
  if (line.length <= sourceWidth) return line;
  return `${head}\n  ${laidOut(doc, 2, 2, 1)};`;
};

const comments = (rule: ColumnRule): string[] =>
  rule.branches.map((branch, at) => comment(rule, branch, at === 0 ? "is " : "else "));

const comment = ({ name, rows }: ColumnRule, branch: Branch, before: string): string =>
  `// ${name} ${before}${branchWords(branch)}: ${branch.support} of ${rows} rows.`;

export const branchWords = ({ expr, guard }: Branch): string =>
  guard ? `${expr.words} where ${guard.words}` : expr.words;

const failureHelper = (program: Program): string[] => {
  const { failures } = program.arena;
  if (!failures || !canFail(program)) return [];
  const fields = failureFields(program).map(([name, doc]) => `  ${property(name)}: ${doc},\n`);
  return [`const failed = (file: string, row: Row, reason: string) => ({\n${fields.join("")}});\n`];
};

const canFail = ({ needed, drops, keep, arena }: Program): boolean =>
  arena.failures !== null && needed.length + drops.length + (keep ? 1 : 0) > 0;

const cleaner = (program: Program): string => {
  const fills = needsOf(program).flatMap(({ fill }) => (fill === null ? [] : [flat(fill)]));
  const records = recordsDoc(program.layout);
  const lines = [
    "export const clean: Genome = async ({ inputs, emit }) => {",
    ...memory(program),
    ...(fills.length > 0
      ? [
          "  for (const input of inputs) {",
          `    for await (const row of ${records}) {`,
          ...fills.map((fill) => `      ${fill};`),
          "    }",
          "  }",
        ]
      : []),
    "  for (const input of inputs) {",
    `    for await (const row of ${records}) {`,
    ...drops(program),
    ...settled(program),
    ...leaving(program),
    ...(program.keep?.by ? ranked(program.keep, program) : emitted(program)),
    "    }",
    "  }",
    ...(program.keep?.by
      ? ['  for (const { settled } of kept.values()) emit("master", settled);']
      : []),
    "};",
  ];
  return `${lines.join("\n")}\n`;
};

const drops = (program: Program): string[] =>
  program.drops.flatMap(({ guard, reason, support }) => [
    `      // ${reason}: ${support} rows, none of them wanted.`,
    ...leave(program, laidOut(guard.doc, 6, 10, 11), `"${reason}"`),
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

const settled = (program: Program): string[] => {
  const isNamed = program.needed.length > 0 || program.keep !== null;
  const typed = isNamed ? ": Record<string, Cell>" : "";
  return [
    `      const settled${typed} = {`,
    ...program.columns.flatMap((rule) => field(rule, program)),
    "      };",
  ];
};

const field = (rule: ColumnRule, program: Program): string[] => {
  const name = property(rule.name);
  if (!isInline(rule, program)) return [`        ${name}: ${readerName(rule)}(row),`];
  const [branch] = rule.branches;
  if (branch === undefined) return [`        ${name}: null,`];
  const doc = laidOut(rule.expr.doc, 8, 10 + name.length, 1);
  return [
    `        // ${branchWords(branch)}: ${branch.support} of ${rule.rows} rows.`,
    `        ${name}: ${doc},`,
  ];
};

const leaving = (program: Program): string[] => {
  if (program.needed.length === 0) return [];
  const lacking = "(column) => firstOf(settled[column]) === null";
  if (!program.arena.failures) return [`      if (needed.some(${lacking})) continue;`];
  return [
    `      const lacking = needed.filter(${lacking});`,
    ...leave(program, "lacking.length > 0", '`no ${lacking.join(", no ")}`'),
  ];
};

const memory = ({ keep, arena }: Program): string[] => {
  if (keep === null) return [];
  if (keep.by === null) return ["  const seen = new Set<string>();"];
  const row = arena.failures ? "file: string; row: Row; " : "";
  return [`  const kept = new Map<string, { ${row}settled: Record<string, Cell> }>();`];
};

const emitted = (program: Program): string[] => [
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
const ranked = (keep: KeepRule, { arena }: Program): string[] => {
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
    `      // ${sentence(keepWords(keep))}: ${keep.support} rows go.`,
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
