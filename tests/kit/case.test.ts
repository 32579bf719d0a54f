import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lowerCase, sentenceCase, titleCase, upperCase } from "../../src/kit/index.ts";
import { times } from "../support/soak.ts";
import { anyText } from "./any-text.ts";

describe("Case is changed alike in every country", () => {
  test.each<[string | null | undefined, string, string, string, string]>([
    ["FREE trial", "free trial", "FREE TRIAL", "Free trial", "Free Trial"],
    ["paid", "paid", "PAID", "Paid", "Paid"],
    ["TITLE", "title", "TITLE", "Title", "Title"],
    ["jean-luc", "jean-luc", "JEAN-LUC", "Jean-luc", "Jean-Luc"],
    ["o'brien", "o'brien", "O'BRIEN", "O'brien", "O'Brien"],
    ["D’ANGELO", "d’angelo", "D’ANGELO", "D’angelo", "D’Angelo"],
    ["o'e\u0301te", "o'e\u0301te", "O'E\u0301TE", "O'e\u0301te", "O'E\u0301te"],
    ["don't", "don't", "DON'T", "Don't", "Don't"],
    ["i'm", "i'm", "I'M", "I'm", "I'm"],
    ["rock'n'roll", "rock'n'roll", "ROCK'N'ROLL", "Rock'n'roll", "Rock'n'roll"],
    ["ph.d.", "ph.d.", "PH.D.", "Ph.d.", "Ph.D."],
    ["3RD street", "3rd street", "3RD STREET", "3rd street", "3rd Street"],
    ["'quoted'", "'quoted'", "'QUOTED'", "'Quoted'", "'Quoted'"],
    ["straße", "straße", "STRASSE", "Straße", "Straße"],
    ["ﬃa", "ﬃa", "FFIA", "Ffia", "Ffia"],
    ["ßa", "ßa", "SSA", "Ssa", "Ssa"],
    ["élan vital", "élan vital", "ÉLAN VITAL", "Élan vital", "Élan Vital"],
    ["ΟΔΟΣ", "οδος", "ΟΔΟΣ", "Οδος", "Οδος"],
    ["שלום", "שלום", "שלום", "שלום", "שלום"],
    ["🎉 yes", "🎉 yes", "🎉 YES", "🎉 Yes", "🎉 Yes"],
    ["\ud83dx", "\ud83dx", "\ud83dX", "\ud83dX", "\ud83dX"],
    ["", "", "", "", ""],
    [null, "", "", "", ""],
    [undefined, "", "", "", ""],
  ])("%j is %j, %j, %j and %j", (text, lower, upper, sentence, title) => {
    expect(lowerCase(text)).toBe(lower);
    expect(upperCase(text)).toBe(upper);
    expect(sentenceCase(text)).toBe(sentence);
    expect(titleCase(text)).toBe(title);
  });

  test("words to keep are written as they were given", () => {
    const keep = ["of", "and", "IBM", "McDonald"];
    expect(titleCase("BANK OF ibm", { keep })).toBe("Bank of IBM");
    expect(titleCase("mcdonald AND sons", { keep })).toBe("McDonald and Sons");
    expect(titleCase("offer", { keep })).toBe("Offer");
    expect(titleCase("constructor", { keep: [] })).toBe("Constructor");
  });

  test("changing case twice is changing it once", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const change of [upperCase, sentenceCase, (cell: string) => titleCase(cell)])
          expect(change(change(text))).toBe(change(text));
      }),
      { numRuns: times(1000) },
    );
  });

  test("a word of a million letters is changed in good time", () => {
    expect(titleCase("a".repeat(1_000_000))).toMatch(/^Aaa/);
    expect(titleCase("a'".repeat(500_000))).toMatch(/^A'a'a/);
  });
});
