import { describe, expect, it, test } from "vitest";
import { namesAndLiteralsOf } from "../../src/adapters/names-and-literals.ts";

import { maxGenomeBytes } from "../../src/domain/genome.ts";

const take = (text: string) => namesAndLiteralsOf(Buffer.from(text));
const literals = async (text: string) => (await take(text)).literals;
const names = async (text: string) => (await take(text)).names;

describe("the literals of a genome", () => {
  it.each<[string, string, string[]]>([
    ["strings", "f('Acme', \"Bolt Ltd\");", ["Acme", "Bolt Ltd"]],
    ["strings with escapes, as they read", 'f("caf\\u00e9");', ["café"]],
    ["numbers, as they print", "f(1_500.50, 0x10, 10n);", ["1500.5", "16", "10"]],
    ["pieces of templates", `f(\`a $${"{b}"} c\`);`, ["a ", " c"]],
    ["keys in quotes", 'const x = { "Acme": 1 };', ["Acme", "1"]],
    [
      "patterns, whole and in pieces",
      "f(/^Acme Corp$|Bolt\\d+/i);",
      ["^Acme Corp$|Bolt\\d+", "Acme Corp", "Bolt"],
    ],
    ["types", 'type A = "paid";', ["paid"]],
  ])("are its %s", async (_title, text, expected) => {
    expect(await literals(text)).toEqual(expect.arrayContaining(expected));
  });

  it("are not its comments, booleans and names", async () => {
    expect(await literals("// 'Acme'\nconst paid = true; let none = null;")).toEqual([]);
  });
});

describe("the names in a genome", () => {
  it.each<[string, string, string]>([
    ["a variable", "eval(x);", "eval"],
    ["a member", "x.constructor;", "constructor"],
    ["a member in brackets", "x['constructor'];", "constructor"],
    ["a member in brackets and a template", "x[`constructor`];", "constructor"],
    ["an optional member", "x?.['__proto__'];", "__proto__"],
    ["a key that is taken apart", "const { constructor: c } = x;", "constructor"],
    ["a key in quotes that is taken apart", "const { 'constructor': c } = x;", "constructor"],
    ["a computed key", "const { ['constructor']: c } = x;", "constructor"],
    ["a private member", "class A { #secret = 1; }", "secret"],
    ["an import at run time", "await import('cleanloop/kit');", "import"],
    ["import.meta", "import.meta.url;", "import"],
  ])("hold %s", async (_title, text, name) => {
    expect(await names(text)).toContain(name);
  });

  it("do not hold what a string merely says", async () => {
    expect(await names("f('eval'); // process\nimport { x } from 'cleanloop/kit';")).not.toEqual(
      expect.arrayContaining(["eval"]),
    );
    expect(await names("import { x } from 'cleanloop/kit';")).not.toContain("import");
  });
});

test.each([
  ["parentheses", "(", "1", ")"],
  ["arrays", "[", "", "]"],
  ["arrow functions", "a=>", "1", ""],
  ["sums", "1+(", "1", ")"],
])("%s nested thousands deep do no harm", async (_title, open, core, close) => {
  const deep = Math.floor((maxGenomeBytes - 30) / (open.length + close.length));
  expect(await take(`export const clean=${open.repeat(deep)}${core}${close.repeat(deep)}`)).toEqual(
    {
      literals: [],
      names: [],
      tables: [],
    },
  );
});

test("a sum of thousands of strings is taken apart to the last", async () => {
  const terms = Array.from({ length: 4000 }, (_, at) => `"t${at}"`);
  expect((await literals(`export const clean = ${terms.join("+")};`)).length).toBe(4000);
});

test("a long genome with many brackets is taken apart all the same", async () => {
  const calls = Array.from({ length: 1000 }, (_, at) => `  [${at}].map((n) => ({ n }));\n`);
  const { literals, names } = await take(`export const clean = () => {\n${calls.join("")}};\n`);
  expect(literals).toContain("999");
  expect(names).toContain("map");
});

test("a text that is no genome has no parts", async () => {
  expect(await namesAndLiteralsOf(Buffer.from([0xff, 0xfe]))).toEqual({
    literals: [],
    names: [],
    tables: [],
  });
  expect(await take("const a = ;")).toEqual({ literals: [], names: [], tables: [] });
});

test("tables that are written out are told by their keys", async () => {
  const { tables } = await take(`
    const names = { "a b": "x", plain: 1, 7: "y" };
    const pairs = new Map([["k1", "v"], ["k2", 2]]);
    const row = { id: row.id, name: "x" };
    const list = ["a", "b"];
    const one = { only: "x" };
  `);
  expect(tables.map((keys) => [...keys].sort()).sort()).toEqual([
    ["7", "a b", "plain"],
    ["k1", "k2"],
  ]);
});
