import { expect, test } from "vitest";
import { compile, inOwnLines } from "../../src/adapters/compiler.ts";
import { maxGenomeBytes, rejectionText } from "../../src/domain/genome.ts";

const honest = `import { parseAmount, type Genome } from "cleanloop/kit";
export const clean: Genome = async () => {};
`;

const refusal = async (text: string | Uint8Array): Promise<string> => {
  const compiled = await compile(typeof text === "string" ? Buffer.from(text) : text);
  return compiled.ok ? "accepted" : rejectionText(compiled.rejection);
};

test.each([
  ["the kit, with types", honest],
  [
    "the kit's types without the word type",
    'import { Genome } from "cleanloop/kit";\nexport const clean: Genome = () => {};',
  ],
  ["nothing at all", "export const clean = async () => {};"],
  ["a function declaration", "export async function clean() {}"],
  ["an export list", "const tidy = () => {};\nexport { tidy as clean };"],
  [
    "a dynamic import of the kit",
    'export const clean = async () => { await import("cleanloop/kit"); };',
  ],
  ["import.meta", "export const clean = () => import.meta;"],
])("a genome may import %s", async (_title, text) => {
  expect(await refusal(text)).toBe("accepted");
});

test.each([
  [
    "a builtin",
    'import fs from "node:fs";\nexport const clean = 1;',
    'line 1, column 16: "node:fs" cannot be imported',
  ],
  [
    "a builtin for its types only",
    'import type { Stats } from "node:fs";\nexport const clean = 1;',
    "line 1, column 28",
  ],
  [
    "for the side effect",
    'import "left-pad";\nexport const clean = 1;',
    '"left-pad" cannot be imported',
  ],
  [
    "by re-export",
    'export * from "node:net";\nexport const clean = 1;',
    '"node:net" cannot be imported',
  ],
  [
    "by a named re-export",
    'export { clean } from "./other.ts";',
    '"./other.ts" cannot be imported',
  ],
  [
    "a path below the kit",
    'import x from "cleanloop/kit/amounts";\nexport const clean = x;',
    '"cleanloop/kit/amounts"',
  ],
  [
    "dynamically",
    'export const clean = async () => {\n  await import("node:fs");\n};',
    'line 2, column 16: "node:fs" cannot be imported',
  ],
  [
    "a computed name",
    'export const clean = (n: string) => import("node:" + n);',
    "this one is computed",
  ],
  [
    "a template",
    "export const clean = (n: string) => import(`node:$" + "{n}`);",
    "this one is computed",
  ],
  ["an escaped name", 'export const clean = () => import("\\x6eode:fs");', "line 1, column 35"],
  ["by import equals", 'import fs = require("fs");\nexport const clean = fs;', "line 1, column 1"],
])("a genome may not import %s", async (_title, text, says) => {
  expect(await refusal(text)).toContain(says);
});

test.each([
  ["empty text", "", "does not export clean"],
  ["another export", "export const tidy = 1;", "does not export clean"],
  ["a clean that is only a type", "export type clean = string;", "does not export clean"],
  ["a syntax error", "export const clean = {\n  a: ,\n};", "line 2, column 6: syntax error"],
  ["too many bytes", `//${"x".repeat(maxGenomeBytes)}`, `at most ${maxGenomeBytes} are allowed`],
  ["bytes that are no text", Buffer.from([0x65, 0xff, 0xfe]), "not UTF-8"],
  [
    "a misspelt kit name",
    'import { parseAmonut } from "cleanloop/kit";\nexport const clean = parseAmonut;',
    'has no "parseAmonut"; did you mean "parseAmount"?',
  ],
])("%s is rejected before anything runs", async (_title, text, says) => {
  expect(await refusal(text)).toContain(says);
});

test("a place in the JavaScript is told as the place in the genome's own text", async () => {
  const compiled = await compile(
    Buffer.from(
      "interface A {\n  b: string;\n}\nexport const clean = (a: A) => {\n  throw new Error(a.b);\n};\n",
    ),
  );
  if (!compiled.ok) throw new Error("the genome should compile");
  const thrownAt = compiled.program.js.split("\n").findIndex((line) => line.includes("throw")) + 1;
  const column = (compiled.program.js.split("\n")[thrownAt - 1] ?? "").indexOf("new") + 1;
  const message = `Error: x\n    at clean (clean_data.ts:${thrownAt}:${column})`;
  expect(inOwnLines(compiled.program, message)).toContain("clean_data.ts:5:9");
});

test.each([
  ["parentheses", "(", "1", ")"],
  ["arrays", "[", "", "]"],
  ["arrow functions", "a=>", "1", ""],
  ["objects", "{a:", "1", "}"],
])(
  "%s nested thousands deep are rejected, and CleanLoop lives",
  async (_title, open, core, close) => {
    const deep = Math.floor((maxGenomeBytes - 30) / (open.length + close.length));
    const text = `export const clean=${open.repeat(deep)}${core}${close.repeat(deep)}`;
    expect(await refusal(text)).toContain("nested too deep");
  },
);

test("labels nested thousands deep are rejected, and CleanLoop lives", async () => {
  expect(await refusal(`${"a:".repeat(32_000)};`)).toContain("nested too deep");
});

test("a long genome with many brackets is compiled all the same", async () => {
  const calls = "  [1, 2].map((n) => ({ n }));\n".repeat(1000);
  expect(await refusal(`export const clean = () => {\n${calls}};\n`)).toBe("accepted");
});
