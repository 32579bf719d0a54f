import { expect, test } from "vitest";
import { columnsReadBy } from "../../src/adapters/columns-read.ts";

const read = (rowCode: string, before = ""): unknown =>
  columnsReadBy(
    Buffer.from(`import { trim, type Genome } from "cleanloop/kit";
${before}
export const clean: Genome = async ({ inputs, emit }) => {
  for (const input of inputs)
    for await (const row of input.records()) { ${rowCode} }
};`),
  );

test.each([
  ["the cell as it is", "emit('master', { a: row.x });", "", { a: ["x"] }],
  [
    "a cell in quotes, several of them",
    "emit('master', { a: row['x y'] + trim(row.z) });",
    "",
    { a: ["x y", "z"] },
  ],
  [
    "through names",
    "const b = trim(row.x); const c = b ?? row.y; emit('master', { a: c });",
    "",
    { a: ["x", "y"] },
  ],
  [
    "through what a name is given later",
    "let b = null; if (row.q) b = row.x; emit('master', { a: b });",
    "",
    { a: ["x"] },
  ],
  [
    "through a function of its own",
    "emit('master', { a: f(row) });",
    "const f = (one) => one.x ?? one.y;",
    { a: ["x", "y"] },
  ],
  ["an object made before", "const r = { a: row.x, b: 1 }; emit('master', r);", "", { a: ["x"] }],
  [
    "an object that a function makes",
    "emit('master', f(row));",
    "function f(one) { return { a: one.x }; }",
    { a: ["x"] },
  ],
  [
    "one of two ways",
    "if (row.q) emit('master', { a: row.x }); else emit('master', { a: row.y });",
    "",
    { a: ["x", "y"] },
  ],
])("the text tells where a column is from: %s", (_title, code, before, master) => {
  expect(read(code, before)).toEqual({ master });
});

test.each([
  [
    "a cell that is chosen by another",
    "emit('master', { a: row[row.x], b: row.y });",
    { b: ["y"] },
  ],
  [
    "rows that are gathered",
    "all.push(row.x); emit('master', { a: all, b: row.y });",
    { b: ["y"] },
  ],
  ["a row as a whole", "emit('master', { a: JSON.stringify(row), b: row.y });", { b: ["y"] }],
])("what it does not tell plainly is left out: %s", (_title, code, master) => {
  expect(read(code, "const all = [];")).toEqual({ master });
});

test("a row that is spread into the table tells of no column", () => {
  expect(read("emit('master', { ...row, b: row.y });")).toEqual({});
});

test("a text that is no program tells nothing", () => {
  expect(columnsReadBy(Buffer.from("export const clean = ;"))).toEqual({});
  expect(columnsReadBy(Buffer.from([0xff, 0xfe]))).toEqual({});
});
