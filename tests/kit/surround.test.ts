import { describe, expect, test } from "vitest";
import {
  filled,
  firstMatch,
  initials,
  joined,
  outside,
  padEnd,
  piece,
  pieces,
  replaceTexts,
  replaceWords,
  runAt,
  runs,
  slice,
  trimMarks,
  without,
  withoutCharacters,
  withoutPrefix,
  withoutSuffix,
  withPrefix,
  withSuffix,
  wordAt,
} from "../../src/kit/index.ts";

describe("A text is put together", () => {
  test.each<[string | null, string | null]>([
    [filled`${"Bath"}, ${"UK"}`, "Bath, UK"],
    [filled`${"Bath"}, ${null}`, null],
    [filled`No. ${7}`, "No. 7"],
    [filled`plain`, "plain"],
    [joined(", ", "Bath", " ", undefined, "UK"), "Bath, UK"],
    [joined(", "), ""],
    [withPrefix("117", "+44 "), "+44 117"],
    [withPrefix("+44 117", "+44 "), "+44 117"],
    [withPrefix(" ", "+44 "), " "],
    [withSuffix("Austin", ", USA"), "Austin, USA"],
    [withSuffix("Austin, USA", ", USA"), "Austin, USA"],
    [withSuffix(null, ", USA"), ""],
    [withoutPrefix("www.a.org", "www."), "a.org"],
    [withoutPrefix("a.www.", "www."), "a.www."],
    [withoutSuffix("Acme Ltd", " Ltd"), "Acme"],
    [withoutSuffix("Ltd Acme", " Ltd"), "Ltd Acme"],
    [withoutSuffix("Acme", ""), "Acme"],
    [padEnd("7.5", 4), "7.50"],
  ])("%#: %j is %j", (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe("Characters and parts go, or become others", () => {
  test.each<[string | null, string | null]>([
    [trimMarks(" - Ada, "), "Ada"],
    [trimMarks('"--cool--",', { marks: '"-,' }), "cool"],
    [trimMarks("007", { marks: "0", side: "start" }), "7"],
    [trimMarks("7.500", { marks: "0", side: "end" }), "7.5"],
    [trimMarks("--", {}), ""],
    [withoutCharacters("(0117) 496", "()- "), "0117496"],
    [withoutCharacters("a🎉b", "🎉"), "ab"],
    [without("a-b-c", "-"), "abc"],
    [without("a-b", ""), "a-b"],
    [without("Rev. 7 (draft)", / \(.*\)$/), "Rev. 7"],
    [firstMatch("a12b34", /\d+/g), "12"],
    [firstMatch("ab", /\d+/), null],
    [replaceTexts("a&b", { "&": " and ", and: "or" }), "a and b"],
    [replaceTexts("aab", { a: "1", aa: "2" }), "2b"],
    [replaceTexts("ab", {}), "ab"],
    [replaceTexts("a.b", { ".": "$&" }), "a$&b"],
    [replaceWords("12 High St. St", { "St.": "Street" }), "12 High Street St"],
    [replaceWords("constructor", {}), "constructor"],
    [slice("🎉bcd", 0, 2), "🎉b"],
    [slice("abc", -2), "bc"],
    [slice(null, 0, 2), ""],
  ])("%#: %j is %j", (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe("Parts of a text are found", () => {
  test.each<[unknown, unknown]>([
    [wordAt("Lovelace, Ada K.", -1), "K"],
    [wordAt("Ada", 1), null],
    [initials("Ada King-Noel"), "AKN"],
    [initials(null), ""],
    [runs("AB12-7c", "digits"), ["12", "7"]],
    [runs("This is NO test", "capitals"), ["T", "NO"]],
    [runs("XMLHttpRequest2", "camel"), ["XML", "Http", "Request", "2"]],
    [runAt("Bath BA1 4QR", "spaced", -2), "BA1"],
    [runAt("", "letters", 0), null],
    [outside("a (b) c (d", "(", ")"), "a  c (d"],
    [outside("<b>x</b>", "<", ">"), "x"],
    [outside("x", "", ""), "x"],
    [piece("a;b,c", [";", ","], 2), "c"],
    [piece("a", [], 0), null],
    [pieces("red; blue,, green", [";", ","]), ["red", "blue", "green"]],
    [pieces(null, ","), []],
  ])("%#: %j is %j", (found, expected) => {
    expect(found).toEqual(expected);
  });
});
