import { sha256 } from "../domain/digest.ts";
import { visible } from "../domain/visible.ts";
import type { PageData } from "./page-data.ts";

/** The page's own code and looks, as the build made them. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/** One file that needs nothing else; the browser runs the one script that is named by its digest. */
export const pageHtml = (data: PageData, { script, style }: PageParts): string => {
  const connect = data.live ? "connect-src 'self'; " : "";
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; ${connect}img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escaped(visible(data.overview.project, 100))} · CleanLoop</title>
<style>${style}</style>
</head>
<body>
<noscript>This page draws its charts with a script of its own. Without scripts, see: cleanloop observe</noscript>
<main id="page"></main>
<script type="application/json" id="data">${dataText(data)}</script>
<script>${script}</script>
</body>
</html>
`;
};

/** JSON in which nothing can end the element that it stands in. */
const dataText = (data: PageData): string =>
  JSON.stringify(data)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");

const hashOf = (text: string): string =>
  `'sha256-${Buffer.from(sha256(text), "hex").toString("base64")}'`;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For HTML and XML, in text and attributes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
