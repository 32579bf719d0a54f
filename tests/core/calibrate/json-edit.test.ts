import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withValue } from "../../../src/core/calibrate/settings.ts";

const path = ["limits", "memoryMb"];

describe("setting one value in a settings file", () => {
  test.each([
    [
      "replaces the value and nothing else",
      '{ "limits": {"memoryMb" :512 ,"x":1}, "z": [1,  2] }\n',
      '{ "limits": {"memoryMb" :256 ,"x":1}, "z": [1,  2] }\n',
    ],
    [
      "adds to a group, laid out as the group is",
      '{\n    "limits": {\n        "outputMb": 8\n    }\n}',
      '{\n    "limits": {\n        "outputMb": 8,\n        "memoryMb": 256\n    }\n}',
    ],
    [
      "adds a group, laid out as the file is",
      '{\n\t"isolation": "strict"\n}\n',
      '{\n\t"isolation": "strict",\n\t"limits": {\n\t\t"memoryMb": 256\n\t}\n}\n',
    ],
    ["stays on one line where all is on one", '{"a":1}', '{"a":1,"limits": {"memoryMb":256}}'],
    ["fills an empty file", "{}\n", '{\n  "limits": {\n    "memoryMb": 256\n  }\n}\n'],
    [
      "fills an empty group",
      '{\n  "limits": {}\n}',
      '{\n  "limits": {\n    "memoryMb": 256\n  }\n}',
    ],
    [
      "is not misled by names and braces inside texts",
      '{"$schema": "{\\"limits\\": {}}", "limits": {"a,b": "}"}}',
      '{"$schema": "{\\"limits\\": {}}", "limits": {"a,b": "}","memoryMb": 256}}',
    ],
    [
      "keeps a byte order mark and the line ends of Windows",
      '\ufeff{\r\n  "limits": {\r\n    "outputMb": 8\r\n  }\r\n}\r\n',
      '\ufeff{\r\n  "limits": {\r\n    "outputMb": 8,\r\n    "memoryMb": 256\r\n  }\r\n}\r\n',
    ],
    [
      "means the last where a name stands twice, as readers of JSON do",
      '{"limits": {"memoryMb": 1, "memoryMb": 2}}',
      '{"limits": {"memoryMb": 1, "memoryMb": 256}}',
    ],
  ])("%s", (_title, before, after) => {
    expect(withValue(before, path, 256)).toBe(after);
  });

  const group = fc.dictionary(fc.string(), fc.jsonValue());
  const settings = fc.record({ first: fc.jsonValue(), limits: group, last: fc.jsonValue() });

  test("gives what setting it in the object itself gives, however the text is laid out", () => {
    fc.assert(
      fc.property(
        settings,
        fc.string(),
        fc.jsonValue(),
        fc.constantFrom(0, 1, 4, "\t"),
        (whole, name, value, indent) => {
          const edited = JSON.parse(
            withValue(JSON.stringify(whole, null, indent), ["limits", name], value),
          );
          const limits = [...Object.entries(whole.limits), [name, value] as const];
          const wanted = { ...whole, limits: Object.fromEntries(limits) };
          expect(edited).toEqual(JSON.parse(JSON.stringify(wanted)));
        },
      ),
    );
  });
});
