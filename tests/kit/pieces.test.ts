import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { after, before, between, piece } from "../../src/kit/index.ts";
import { anyText } from "./any-text.ts";

type MaybeText = string | null | undefined;

describe("A text is cut at a mark", () => {
  test.each<[MaybeText, string, "first" | "last" | undefined, string | null, string | null]>([
    ["Ada (London)", " (", undefined, "Ada", "London)"],
    ["a/b/c", "/", undefined, "a", "b/c"],
    ["a/b/c", "/", "first", "a", "b/c"],
    ["a/b/c", "/", "last", "a/b", "c"],
    ["a-->b", "-->", undefined, "a", "b"],
    ["/a", "/", undefined, "", "a"],
    ["a/", "/", undefined, "a", ""],
    ["a", "a", undefined, "", ""],
    ["a.b", ".", undefined, "a", "b"],
    ["a$&b", "$&", undefined, "a", "b"],
    ["🎉x", "x", undefined, "🎉", ""],
    ["ש:ל", ":", undefined, "ש", "ל"],
    ["abc", "/", undefined, null, null],
    ["abc", "", undefined, null, null],
    ["", "/", undefined, null, null],
    [null, "/", "last", null, null],
    [undefined, "/", undefined, null, null],
  ])("%j at %j (%j) leaves %j and %j", (text, mark, which, head, tail) => {
    expect(before(text, mark, which)).toBe(head);
    expect(after(text, mark, which)).toBe(tail);
  });

  test("what stands before, the mark and what stands after are the whole text", () => {
    const which = fc.constantFrom("first" as const, "last" as const);
    const marks = fc.constantFrom("/", " ", "--", "é");
    fc.assert(
      fc.property(fc.array(anyText), marks, which, (parts, mark, end) => {
        const text = parts.join(mark);
        const head = before(text, mark, end);
        expect(head === null).toBe(!text.includes(mark));
        if (head !== null) expect(`${head}${mark}${after(text, mark, end)}`).toBe(text);
      }),
    );
  });
});

describe("Of several marks any will do, and any occurrence can be meant", () => {
  test.each<[string, string | string[], "first" | "last" | number, string | null, string | null]>([
    ["a;b,c", [",", ";"], "first", "a", "b,c"],
    ["a;b,c", [",", ";"], "last", "a;b", "c"],
    ["a--b", ["-", "--"], "first", "a", "b"],
    ["a--b", ["-", "--"], "last", "a", "b"],
    ["a-b-c-d", "-", 1, "a-b", "c-d"],
    ["a-b-c-d", "-", -2, "a-b", "c-d"],
    ["a-b;c-d", ["-", ";"], 1, "a-b", "c-d"],
    ["a-b", "-", 1, null, null],
    ["a-b", [], 0, null, null],
    ["a-b", [""], "first", null, null],
  ])("%j at %j (%j) leaves %j and %j", (text, mark, which, head, tail) => {
    expect(before(text, mark, which)).toBe(head);
    expect(after(text, mark, which)).toBe(tail);
  });

  test("also for what stands between them", () => {
    expect(between("a (b) [c]", ["(", "["], [")", "]"], "last")).toBe("c");
    expect(between("a (b) (c) (d)", "(", ")", 1)).toBe("c");
  });
});

describe("A text is found between two marks", () => {
  test.each<[MaybeText, string, string, string | null]>([
    ["Ada (London) (UK)", "(", ")", "London"],
    ["a [x] b", "[", "]", "x"],
    ["|x|y|", "|", "|", "x"],
    ["()", "(", ")", ""],
    ["((a))", "(", ")", "(a"],
    [") (a", "(", ")", null],
    ["(a", "(", ")", null],
    ["a)", "(", ")", null],
    ["(a)", "", ")", null],
    ["(a)", "(", "", null],
    ["", "(", ")", null],
    [null, "(", ")", null],
    [undefined, "(", ")", null],
  ])("%j between %j and %j holds %j", (text, open, close, inside) => {
    expect(between(text, open, close)).toBe(inside);
  });
});

describe("A text is split and one piece taken", () => {
  test.each<[MaybeText, string, number, string | null]>([
    ["Lovelace, Ada", ", ", 1, "Ada"],
    ["a/b/c", "/", 0, "a"],
    ["a/b/c", "/", -1, "c"],
    ["a/b/c", "/", -3, "a"],
    ["a/b/c", "/", 3, null],
    ["a/b/c", "/", -4, null],
    ["a//c", "/", 1, ""],
    ["abc", "/", 0, "abc"],
    ["a.b", ".", 1, "b"],
    ["abc", "", 0, null],
    ["a/b", "/", Number.POSITIVE_INFINITY, null],
    ["", "/", 0, ""],
    [null, "/", 1, null],
    [undefined, "/", 1, null],
    ["x/".repeat(1_000_000), "/", 999_999, "x"],
  ])("%#: the piece is the expected one", (text, separator, index, found) => {
    expect(piece(text, separator, index)).toBe(found);
  });

  test("the pieces joined again are the text", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), (parts) => {
        const text = parts.join("/");
        const count = text.split("/").length;
        const pieces = Array.from({ length: count }, (_, index) => piece(text, "/", index));
        expect(pieces.join("/")).toBe(text);
        expect(piece(text, "/", count)).toBeNull();
      }),
    );
  });
});
