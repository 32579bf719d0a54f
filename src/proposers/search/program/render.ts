import { type Doc, flat, laidOut, list, property, quoted } from "../doc.ts";
import type { Prepared } from "../expr.ts";
import { recordsDoc } from "../layout/layout.ts";
import { failureFields } from "./failures.ts";
import { importLine, usesRowType } from "./genome-text.ts";
import { fileColumnRead, type Program } from "./program.ts";
import { arrow, comments, readers } from "./readers.ts";
import { drops, emitted, leaving, memory, ranked, settled } from "./rows-code.ts";

/** The genome's text, as the formatter would leave it. */
export const render = (program: Program): string => {
  const body = [
    ...needsOf(program).map((need) => `${laidOut(need.declaration, 0, 0)}\n`),
    ...constants(program),
    ...program.columns.flatMap((rule) => readers(rule, program)),
    ...layoutCode(program.layout),
    ...failureHelper(program),
    cleaner(program),
  ].join("\n");
  return `${header(body)}\n${body}`;
};

/** The import line, and what a row is, where the code speaks of it. */
const header = (body: string): string => {
  const row = usesRowType(body) ? "\ntype Row = Record<string, string>;\n" : "";
  return `${importLine(body, [])}\n${row}`;
};

/** Everything that stands before the rows, every column with a function of its own. */
export const declarations = (program: Program): string =>
  [
    ...needsOf(program).map((need) => `${laidOut(need.declaration, 0, 0)}\n`),
    ...constants(program),
    ...program.columns.flatMap((rule) => [
      ...comments(rule),
      `${arrow(rule.reader, rule.expr.code)}\n`,
    ]),
  ].join("\n");

const needsOf = ({ columns }: Program): Prepared[] => {
  const needs = columns.flatMap(({ expr }) => expr.prepared);
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
  const records = recordsDoc(program.layout, fileColumnRead(program));
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

const layoutCode = ({ headed, steps }: Program["layout"]): string[] => [
  ...(headed ? [headed.code] : []),
  ...steps.map(({ code }) => code),
];
