import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePattern, patternFault } from "../../src/domain/pattern.ts";

const patterns = [
  "[A-Z]{2}-\\d{4,6}",
  "^ord_\\w+$",
  "(a|b)*c?",
  "a{2,}b",
  "(?:\\d{3}[,.])*\\d+",
  "x|yz|",
  "[^@ ]+@[^@ ]+\\.[a-z]{2,}",
  "\\p{L}+( \\p{L}+)?",
  "(a(b|c){0,2}){2}",
  "..",
  "[\\]\\-a]+",
];

test("a pattern says of a text what JavaScript says of the whole text", () => {
  const letter = fc.constantFrom(..."abcxyzAZ0189-_,.@]é \n");
  const texts = fc.string({ unit: letter, maxLength: 9 });
  const examples = [
    "AB-12345",
    "ord_7",
    "ababc",
    "aaab",
    "1,234.567",
    "yz",
    "a@b.cd",
    "É é",
    "abcab",
    "a]-",
  ];
  for (const pattern of patterns) {
    const matches = compilePattern(pattern);
    const wanted = new RegExp(`^(?:${pattern})$`, "u");
    for (const text of examples)
      expect([pattern, text, matches(text)]).toEqual([pattern, text, wanted.test(text)]);
    fc.assert(fc.property(texts, (text) => matches(text) === wanted.test(text)));
  }
});

test("a text that would keep JavaScript busy for years is answered", () => {
  const text = `${"a".repeat(5_000)}!`;
  for (const pattern of ["(a+)+", "(a|a)*", "(a|aa)+", "a*a*a*a*a*a*"])
    expect(compilePattern(pattern)(text)).toBe(false);
});

test.each([
  ["(", "is not a regular expression"],
  ["a(?!b)", "looks ahead or behind"],
  ["(a)\\1", "refers back to a group"],
  ["a\\bc", "holds \\b inside"],
  ["(a{500}){500}", "is too long"],
])("%s is refused with the reason", (pattern, reason) => {
  expect(patternFault(pattern)).toContain(reason);
});
