import { describe, expect, test } from "vitest";
import { rememberLast } from "../../src/adapters/remember-last.ts";

const bytes = (text: string): Buffer => Buffer.from(text);

describe("what was asked about last is remembered", () => {
  test("and asked about again only when enough others came in between", async () => {
    const asked: string[] = [];
    const shout = rememberLast(2, async (content) => {
      asked.push(`${content}`);
      return `${content}`.toUpperCase();
    });
    const answers = [];
    for (const text of ["a", "b", "a", "c", "a", "b"]) answers.push(await shout(bytes(text)));
    expect(answers).toEqual(["A", "B", "A", "C", "A", "B"]);
    expect(asked).toEqual(["a", "b", "c", "b"]);
  });

  test("but not that it could not be answered", async () => {
    let fails = true;
    const answer = rememberLast(2, async () => {
      if (fails) throw new Error("not now");
      return "now";
    });
    await expect(answer(bytes("a"))).rejects.toThrow("not now");
    fails = false;
    expect(await answer(bytes("a"))).toBe("now");
  });
});
