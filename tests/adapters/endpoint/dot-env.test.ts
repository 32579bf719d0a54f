import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { variables } from "../../../src/adapters/endpoint/config.ts";

const root = mkdtempSync(join(tmpdir(), "cleanloop-variables-"));
afterAll(() => rmSync(root, { recursive: true }));

const keyIn = (text: string, env = {}): string | undefined => {
  writeFileSync(join(root, ".env"), text);
  return variables(env, root)(["KEY"])?.value;
};

test.each([
  ["a plain value", "KEY=value", "value"],
  ["blanks around it", "  KEY =  value  ", "value"],
  ["export before it", "export KEY=value", "value"],
  ["a comment behind it", "KEY=value # the key", "value"],
  ["a # in quotes", 'KEY="a#b"', "a#b"],
  ["double quotes", 'KEY="a value # whole"', "a value # whole"],
  ["single quotes", "KEY='a value # whole'", "a value # whole"],
  ["quotes and a comment", 'KEY="value" # the key', "value"],
  ["a line's end in double quotes", 'KEY="a\\nb"', "a\nb"],
  ["no escapes in single quotes", "KEY='a\\nb'", "a\\nb"],
  ["an equals sign in it", "KEY=a=b==", "a=b=="],
  ["nothing", "KEY=", undefined],
  ["only a comment", "KEY= # later", undefined],
  ["Windows line ends", "OTHER=1\r\nKEY=value\r\n", "value"],
  ["a byte order mark", "\ufeffKEY=value", "value"],
  ["the last of two", "KEY=one\nKEY=two", "two"],
  [
    "comments and what other tools put there",
    "# KEY=no\n\nnot a line = ours\nA.B=c\nKEY=yes",
    "yes",
  ],
])("%s", (_, text, value) => {
  expect(keyIn(text)).toBe(value);
});

test("the environment goes before the file", () => {
  expect(keyIn("KEY=file", { KEY: "environment" })).toBe("environment");
  expect(keyIn("KEY=file", { KEY: " " })).toBe("file");
});
