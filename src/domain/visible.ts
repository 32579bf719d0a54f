/**
 * What a terminal or a browser would swallow, act on or show as something else: controls,
 * bidirectional overrides, zero-width and other ignorable characters, separators that look like
 * a blank, lone surrogates, what is no character at all.
 */
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?! )\p{Zs}/u;

/** Most texts are such, and need no look at each character. */
const plainText = /^[ -~]*$/;

const ellipsis = "…";

/** Untrusted text as people may safely see it, at most `maxLength` long, the ellipsis included. */
export const visible = (text: string, maxLength: number): string => {
  if (text.length <= maxLength && plainText.test(text)) return text;
  let whole = "";
  let beforeEllipsis = "";
  for (const character of text) {
    whole += shown(character);
    if (whole.length > maxLength) return maxLength < 1 ? "" : beforeEllipsis + ellipsis;
    if (whole.length < maxLength) beforeEllipsis = whole;
  }
  return whole;
};

const shown = (character: string): string =>
  hidden.test(character) ? `\\u{${character.codePointAt(0)?.toString(16)}}` : character;
