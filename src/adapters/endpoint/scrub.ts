import { visible } from "../../domain/visible.ts";

/** Shorter words, such as "none", are put where a server needs no key; they are no secret. */
const shortestSecret = 8;
const instead = "[key]";

export type Scrub = (text: string) => string;

/** Takes the key out of a text, also where it was encoded on its way. */
export const scrubberOf = (key: string): Scrub => {
  if (key.length < shortestSecret) return (text) => text;
  const inUrl = encodeURIComponent(key);
  const inBase64 = Buffer.from(key).toString("base64").replace(/=+$/, "");
  const inJson = JSON.stringify(key).slice(1, -1);
  const forms = [key, inUrl, inBase64, inJson, inJson.replaceAll("/", "\\/")];
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, instead), text);
};

/** What a stranger's program said, on one line that can be shown and recorded. */
export const quotedLine = (text: string, scrub: Scrub): string =>
  visible(scrub(text).replace(/\s+/g, " ").trim(), 300) || "(nothing)";
