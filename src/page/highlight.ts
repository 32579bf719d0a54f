import { element, type Inside } from "./elements.ts";

const keywords =
  "as|async|await|break|case|catch|class|const|continue|default|delete|do|else|export|extends|false|finally|for|from|function|if|import|in|instanceof|interface|let|new|null|of|return|switch|throw|true|try|type|typeof|undefined|void|while|yield";

const parts = new RegExp(
  [
    "(?<comment>//.*|/\\*.*?(?:\\*/|$))",
    "(?<text>\"(?:\\\\.|[^\"\\\\])*\"?|'(?:\\\\.|[^'\\\\])*'?|`(?:\\\\.|[^`\\\\])*`?)",
    `(?<keyword>\\b(?:${keywords})\\b)`,
    "(?<number>\\b\\d[\\d_.]*\\b)",
    "(?<call>\\b[A-Za-z_$][\\w$]*(?=\\())",
  ].join("|"),
  "g",
);

/** A line of a program, its parts told apart as far as one line can tell. */
export const highlighted = (line: string): Inside[] => {
  const inside: Inside[] = [];
  let end = 0;
  for (const match of line.matchAll(parts)) {
    if (match.index > end) inside.push(line.slice(end, match.index));
    const [kind = ""] =
      Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
    inside.push(element("span", { class: `code-${kind}` }, match[0]));
    end = match.index + match[0].length;
  }
  if (end < line.length) inside.push(line.slice(end));
  return inside;
};
