import { type Fitted, fitted, textWidth } from "./layout.ts";
import type { Style } from "./style.ts";

/** A Markdown page for a terminal of this width; what the pages in help/ use of Markdown, no more. */
export const markdownText = (page: string, width: number, style: Style): string[] => {
  const blocks = blocksOf(page.trimEnd().split("\n"));
  return blocks.flatMap((block, at) => [
    ...(at === 0 ? [] : [""]),
    ...blockText(block, width, style),
  ]);
};

interface Block {
  readonly kind: "heading" | "code" | "table" | "list" | "paragraph";
  readonly lines: readonly string[];
}

const fence = "```";

const kindOf = (line: string): Block["kind"] => {
  if (line.startsWith(fence)) return "code";
  if (line.startsWith("#")) return "heading";
  if (line.startsWith("|")) return "table";
  return listMark.test(line) ? "list" : "paragraph";
};

const listMark = /^(-|\d+\.) /;

/** Blank lines part blocks, except within code; a heading is a block of its own. */
const blocksOf = (lines: readonly string[]): Block[] => {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const kind = kindOf(lines[at] ?? "");
    const end = lines[at] === "" ? at + 1 : endOf(lines, at, kind);
    if (lines[at] !== "") blocks.push({ kind, lines: lines.slice(at, end) });
    at = end;
  }
  return blocks;
};

/** Where the next block may begin. */
const endOf = (lines: readonly string[], start: number, kind: Block["kind"]): number => {
  if (kind === "heading") return start + 1;
  const last = lines.indexOf(kind === "code" ? fence : "", start + 1);
  if (last === -1) return lines.length;
  return kind === "code" ? last + 1 : last;
};

const blockText = ({ kind, lines }: Block, width: number, style: Style): string[] => {
  const [first = ""] = lines;
  switch (kind) {
    case "heading":
      return [style.strong(plainText(first.replace(/^#+ /, "")))];
    case "code":
      return lines.slice(1, -1).map((line) => `    ${line}`.trimEnd());
    case "table":
      return tableText(lines, width, style);
    case "list":
      return itemsIn(lines).flatMap(({ mark, text }) =>
        hanging(mark, wrapped(text, width - mark.length, style)),
      );
    case "paragraph":
      return wrapped(lines.join(" "), width, style);
  }
};

interface Item {
  readonly mark: string;
  readonly text: string;
}

/** A line that begins with no mark goes on with the item above. */
const itemsIn = (lines: readonly string[]): Item[] => {
  const items: Item[] = [];
  for (const line of lines) {
    const mark = listMark.exec(line)?.[0];
    const last = items.pop();
    if (mark !== undefined) {
      if (last) items.push(last);
      items.push({ mark, text: line.slice(mark.length) });
    } else items.push({ mark: last?.mark ?? "", text: `${last?.text ?? ""} ${line.trim()}` });
  }
  return items;
};

const hanging = (mark: string, lines: readonly string[]): string[] =>
  lines.map((line, at) => (at === 0 ? mark : " ".repeat(mark.length)) + line);

const tableText = (lines: readonly string[], width: number, style: Style): string[] => {
  const [titles = [], , ...rows] = lines.map((line) =>
    line
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|")),
  );
  const cells = [
    ...(titles.every((title) => title === "") ? [] : [titles.map((title) => faint(title, style))]),
    ...rows.map((row) => row.map((cell) => cellOf(cell, style))),
  ];
  return fitted(cells, width);
};

const cellOf = (text: string, style: Style): Fitted => ({
  width: textWidth(plainText(text)),
  longestWord: Math.max(0, ...plainText(text).split(" ").map(textWidth)),
  lines: (width) => wrapped(text, width, style),
});

const faint = (title: string, style: Style): Fitted => ({
  ...cellOf(title, style),
  lines: () => [style.faint(title)],
});

interface Run {
  readonly text: string;
  readonly kind: "code" | "strong" | "text";
}

const marked = /`([^`]+)`|\*\*([^*]+)\*\*|\b_([^_]+)_\b|\[([^\]]+)\]\(([^)]+)\)/g;

/** Text in runs of one look each; a link to a topic says how to read it here. */
const runsIn = (text: string): Run[] => {
  const runs: Run[] = [];
  let end = 0;
  for (const match of text.matchAll(marked)) {
    const [whole, code, strong, emphasis, label, target = ""] = match;
    runs.push({ text: text.slice(end, match.index), kind: "text" });
    if (code !== undefined) runs.push({ text: code, kind: "code" });
    else if (strong !== undefined) runs.push({ text: strong, kind: "strong" });
    else if (label !== undefined) runs.push(linkRun(label, target));
    else runs.push({ text: emphasis ?? "", kind: "text" });
    end = match.index + whole.length;
  }
  return [...runs, { text: text.slice(end), kind: "text" }];
};

const linkRun = (label: string, target: string): Run => {
  const topic = /^([a-z-]+)\.md$/.exec(target)?.[1];
  return topic === undefined
    ? { text: `${label} (${target})`, kind: "text" }
    : { text: `cleanloop help ${topic}`, kind: "code" };
};

const plainText = (text: string): string =>
  runsIn(text)
    .map((run) => run.text)
    .join("");

/** Lines of whole words, each word as it looks. */
const wrapped = (text: string, width: number, style: Style): string[] => {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of wordsIn(text, style)) {
    if (used > 0 && used + 1 + word.width > width) {
      lines.push(line);
      line = "";
      used = 0;
    }
    line += used > 0 ? ` ${word.shown}` : word.shown;
    used += (used > 0 ? 1 : 0) + word.width;
  }
  return [...lines, line];
};

interface Word {
  readonly shown: string;
  readonly width: number;
}

const wordsIn = (text: string, style: Style): Word[] => {
  const looks = { code: style.strong, strong: style.strong, text: (plain: string) => plain };
  const words: Word[] = [];
  let isOpen = false;
  for (const { text: run, kind } of runsIn(text))
    for (const [at, piece] of run.split(/\s+/).entries()) {
      if (at > 0) isOpen = false;
      if (piece === "") continue;
      const last = isOpen ? words.pop() : undefined;
      words.push({
        shown: (last?.shown ?? "") + looks[kind](piece),
        width: (last?.width ?? 0) + textWidth(piece),
      });
      isOpen = true;
    }
  return words;
};
