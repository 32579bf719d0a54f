import { expect, test } from "vitest";
import { quoted, remark } from "../../../src/proposers/search/doc.ts";

test.each([
  ["a line break", "due is 2024\nprocess.exit()"],
  ["a Unicode line end", "due is 2024\u2028process.exit()"],
  ["a carriage return", "due\r is given"],
])("a comment stays one line, also around a value with %s", (_title, words) => {
  expect(remark(words)).toMatch(/^\/\/ [^\r\n\u2028\u2029]*$/);
});

test.each(['customer is "A" or "B\'s"', 'say "no"', "it's", "a\nb", "back\\slash", "$" + "{x}"])(
  "a text is quoted so that it reads back as itself: %j",
  (text) => {
    expect(new Function(`return ${quoted(text)}`)()).toBe(text);
  },
);
