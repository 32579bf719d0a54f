import { expect, test } from "vitest";
import { kitReference } from "../../src/adapters/package-folder.ts";
import * as kit from "../../src/kit/index.ts";

const reference = kitReference();

test("a model is told of everything that the kit exports, and of nothing else", () => {
  const told = [...reference.matchAll(/^export (?:function|const) (\w+)/gm)].map(
    ([, name]) => name,
  );
  expect(told.sort()).toEqual(Object.keys(kit).sort());
});

test("with its signature, what it does and examples", () => {
  expect(reference).toContain(
    "export function parseAmount(text: MaybeText, options?: AmountOptions): number | null;",
  );
  expect(reference).toContain('@example parseAmount("(1,234.50)") // -1234.5');
  expect(reference).toContain("export interface AmountOptions {");
});

test("each comment stands above what it is about", () => {
  expect(reference).toContain(
    ' * @example trim("  Ada  L ") // "Ada  L"\n */\nexport function trim',
  );
  expect(reference).not.toMatch(/\*\/\s*\/\*\*/);
});
