import fc from "fast-check";

const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const fragment = fc.constantFrom(
  ..."0 7 12 2024 31 . , - ( ) % e k / : T USD $ € Jan st n/a ' ’ “ [ ] {} \\ é ß İ ŉ ﬁ ™".split(
    " ",
  ),
  ...[" ", "\u00a0", "\t", "\r\n", "\u200b", "\u200f", "\u202e", "\ufeff", "\u0000", "\u0301"],
  ...["שלום", "🎉", "👨‍👩‍👧", "1️⃣", "🇩🇪", "\ud83d", "\ude00", "__proto__", "constructor"],
);

/** Text as hostile as it gets: any code units, lone surrogates too, and lumps that parsers know. */
export const anyText = fc.oneof(
  fc.string({ unit: fc.oneof(fragment, codeUnit), maxLength: 30 }),
  fc.string({ unit: codeUnit }),
  fc.string({ unit: "grapheme" }),
);

/** Any day from the year 1 to the year 9999, as YYYY-MM-DD. */
export const anyDay = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
