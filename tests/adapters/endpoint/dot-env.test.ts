import { expect, test } from "vitest";
import { readDotEnv } from "../../../src/adapters/endpoint/dot-env.ts";

test.each([
  ["a plain value", "KEY=value", "value"],
  ["blanks around it", "  KEY =  value  ", "value"],
  ["export before it", "export KEY=value", "value"],
  ["a comment behind it", "KEY=value # the key", "value"],
  ["a # inside of it", "KEY=a#b", "a#b"],
  ["double quotes", 'KEY="a value # whole"', "a value # whole"],
  ["single quotes", "KEY='a value # whole'", "a value # whole"],
  ["quotes and a comment", 'KEY="value" # the key', "value"],
  ["escapes in double quotes", 'KEY="a\\n\\"b\\"\\\\"', 'a\n"b"\\'],
  ["no escapes in single quotes", "KEY='a\\nb'", "a\\nb"],
  ["a quote that is never closed", 'KEY="value', '"value'],
  ["an equals sign in it", "KEY=a=b==", "a=b=="],
  ["nothing", "KEY=", ""],
  ["only a comment", "KEY= # later", ""],
  ["Windows line ends", "OTHER=1\r\nKEY=value\r\n", "value"],
  ["a byte order mark", "\ufeffKEY=value", "value"],
  ["the last of two", "KEY=one\nKEY=two", "two"],
])("%s", (_, text, value) => {
  expect(readDotEnv(text).get("KEY")).toBe(value);
});

test("comments, blank lines and what other tools put there are passed over", () => {
  const text = "# KEY=no\n\nKEY\n: yaml\n1KEY=no\nnot a line = of ours\nA.B=c\nKEY=yes";
  expect([...readDotEnv(text)]).toEqual([["KEY", "yes"]]);
});
