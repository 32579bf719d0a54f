import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldAccents, normalizeText, stripEmoji } from "../../src/kit/index.ts";
import { times } from "../support/soak.ts";
import { anyText } from "./any-text.ts";

type MaybeText = string | null | undefined;

describe("Characters are made plain", () => {
  test.each<[MaybeText, string]>([
    ["plain", "plain"],
    ["e\u0301", "é"],
    ["e\u200b\u0301", "é"],
    ["“Zoë’s”", `"Zoë's"`],
    ["«a» ‹b› „c‟ ‚d‛", `"a" 'b' "c" 'd'`],
    ["O´Brien O`Brien Oʼ", "O'Brien O'Brien O'"],
    ["1–2—3−4‑5", "1-2-3-4-5"],
    ["wait…", "wait..."],
    ["a\u00a0b\u2009c\u3000d", "a b c d"],
    ["a\tb\r\nc", "a b  c"],
    ["\ufeffa\u200bb\u00adc\u2060d", "abcd"],
    ["\u202eabc\u202c", "abc"],
    ["a\u0000b\u0007c\u009fd", "abcd"],
    ["a\ud83db\udc00", "ab"],
    ["🎉", "🎉"],
    ["שלום", "שלום"],
    ["Ａ ﬁ ²", "Ａ ﬁ ²"],
    ["", ""],
    [null, ""],
    [undefined, ""],
  ])("%j becomes %j", (text, plain) => {
    expect(normalizeText(text)).toBe(plain);
  });

  test.each([
    ["ＡＢＣ　１", "ABC 1"],
    ["ﬁne", "fine"],
    ["m²", "m2"],
    ["①", "1"],
    ["a﹘b", "a-b"],
    ["O´Brien", "O'Brien"],
  ])("%j becomes %j when look-alikes are made plain too", (text, plain) => {
    expect(normalizeText(text, { form: "NFKC" })).toBe(plain);
  });

  test("making plain twice is making plain once, and leaves nothing invisible", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("NFC" as const, "NFKC" as const), (text, form) => {
        const plain = normalizeText(text, { form });
        expect(normalizeText(plain, { form })).toBe(plain);
        expect(plain).not.toMatch(/[\p{Cc}\p{Cs}\u00a0\u200b\u202e\ufeff’–]/u);
      }),
      { numRuns: times(2000) },
    );
  });
});

describe("Latin letters lose their accents", () => {
  test.each<[MaybeText, string]>([
    ["Łódź", "Lodz"],
    ["Straße", "Strasse"],
    ["Ærø Œuvre", "AEro OEuvre"],
    ["ẞ æ œ Ø ł ħ Ħ", "SS ae oe O l h H"],
    ["Đorđe Þór Ðað", "Dorde THor Dad"],
    ["naïve café", "naive cafe"],
    ["e\u0301", "e"],
    ["Việt", "Viet"],
    ["ıİ", "iI"],
    ["ёй", "ёй"],
    ["が", "が"],
    ["한글", "한글"],
    ["हिन्दी", "हिन्दी"],
    ["🎉\ud83d", "🎉\ud83d"],
    ["", ""],
    [null, ""],
    [undefined, ""],
  ])("%j becomes %j", (text, plain) => {
    expect(foldAccents(text)).toBe(plain);
  });

  test("folding twice is folding once", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(foldAccents(foldAccents(text))).toBe(foldAccents(text));
      }),
    );
  });
});

describe("Emoji are taken out", () => {
  test.each<[MaybeText, string]>([
    ["FREE-TRIAL 🎉", "FREE-TRIAL "],
    ["paid ✅👍🏽!", "paid !"],
    ["👨‍👩‍👧 family", " family"],
    ["🇩🇪DE", "DE"],
    ["1️⃣", "1"],
    ["❤️", ""],
    ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", ""],
    ["Acme™ © ®", "Acme™ © ®"],
    ["#1 *", "#1 *"],
    ["می‌خواهم", "می‌خواهم"],
    ["€12", "€12"],
    ["\ud83d🎉\ude00", ""],
    ["", ""],
    [null, ""],
    [undefined, ""],
  ])("%j becomes %j", (text, plain) => {
    expect(stripEmoji(text)).toBe(plain);
  });

  test("taking out twice is taking out once", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(stripEmoji(stripEmoji(text))).toBe(stripEmoji(text));
      }),
    );
  });
});

test("a million hostile characters are dealt with in good time", () => {
  const marks = `e${"\u0301".repeat(1_000_000)}`;
  expect(foldAccents(marks)).toBe("e");
  expect(stripEmoji("🏽\u200d".repeat(500_000))).toBe("");
  expect(normalizeText("\u200b".repeat(1_000_000))).toBe("");
});
