import { applyEdits, type FormattingOptions, modify, type Node, parseTree } from "jsonc-parser";

/**
 * Sets one value in the text of a JSON object, such as `["limits", "memoryMb"]`; every other
 * character stays as its author wrote it. Of a name that stands twice the last one is meant, as
 * readers of JSON mean it.
 */
export const withValue = (text: string, path: readonly string[], value: unknown): string => {
  const there = path.reduce(memberOf, parseTree(text));
  if (there) {
    const { offset, length } = there;
    return text.slice(0, offset) + JSON.stringify(value) + text.slice(offset + length);
  }
  return applyEdits(text, modify(text, [...path], value, layoutOf(text)));
};

const memberOf = (object: Node | undefined, name: string): Node | undefined =>
  object?.children?.findLast(({ children }) => children?.[0]?.value === name)?.children?.[1];

/** New lines are laid out as the text is; a text of one line stays one. */
const layoutOf = (text: string): { formattingOptions?: FormattingOptions } => {
  if (!text.trimEnd().includes("\n") && text.trim() !== "{}") return {};
  const indent = /\n([ \t]+)/.exec(text)?.[1] ?? "  ";
  return {
    formattingOptions: {
      insertSpaces: !indent.startsWith("\t"),
      tabSize: indent.length,
      eol: text.includes("\r\n") ? "\r\n" : "\n",
    },
  };
};
